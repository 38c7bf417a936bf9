using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Intake;

// The columns of the staged tables that the mapping fills, each looked up by name once. Longer than a page because the
// tables are: one line a column, in the order of the schema.

public sealed class MessageColumns(StagedRows rows)
{
    public StagedRows Rows { get; } = rows;
    public LongColumn Key { get; } = rows.Long("message_key");
    public TextColumn Sender { get; } = rows.Text("sender");
    public TextColumn SendingFacility { get; } = rows.Text("sending_facility");
    public TextColumn ResponsibleOrganization { get; } = rows.Text("responsible_organization");
    public TextColumn ControlId { get; } = rows.Text("control_id");
    public TextColumn Type { get; } = rows.Text("message_type");
    public TextColumn Version { get; } = rows.Text("version");
    public TextColumn ProcessingId { get; } = rows.Text("processing_id");
    public InstantColumn MessageAt { get; } = rows.Instant("message_at");
    public InstantColumn ReceivedAt { get; } = rows.Instant("received_at");
    public TextColumn Outcome { get; } = rows.Text("outcome");
    public IntColumn Errors { get; } = rows.Int("n_errors");
    public IntColumn Warnings { get; } = rows.Int("n_warnings");
    public TextColumn RawSha256 { get; } = rows.Text("raw_sha256");
    public LongColumn ByteOffset { get; } = rows.Long("byte_offset");
    public LongColumn ByteLength { get; } = rows.Long("byte_length");
    public LongColumn ContentHash { get; } = rows.Long("content_hash");
}

public sealed class PersonColumns(StagedRows rows)
{
    public StagedRows Rows { get; } = rows;
    public LongColumn Key { get; } = rows.Long("record_key");
    public LongColumn MessageKey { get; } = rows.Long("message_key");
    public TextColumn Sender { get; } = rows.Text("sender");
    public TextColumn RecordType { get; } = rows.Text("record_type");
    public TextColumn PersonId { get; } = rows.Text("person_id");
    public TextColumn PersonIdAuthority { get; } = rows.Text("person_id_authority");
    public TextColumn LastName { get; } = rows.Text("last_name");
    public TextColumn FirstName { get; } = rows.Text("first_name");
    public TextColumn MiddleName { get; } = rows.Text("middle_name");
    public TextColumn Suffix { get; } = rows.Text("suffix");
    public TextColumn NameType { get; } = rows.Text("name_type");
    public TextColumn MotherMaidenName { get; } = rows.Text("mother_maiden_name");
    public DayColumn BirthDate { get; } = rows.Day("birth_date");
    public TextColumn Sex { get; } = rows.Text("sex");
    public BoolColumn MultipleBirth { get; } = rows.Bool("multiple_birth");
    public IntColumn BirthOrder { get; } = rows.Int("birth_order");
    public TextColumn Race { get; } = rows.Text("race");
    public TextColumn Ethnicity { get; } = rows.Text("ethnicity");
    public TextColumn Language { get; } = rows.Text("language");
    public TextColumn Street { get; } = rows.Text("street");
    public TextColumn Street2 { get; } = rows.Text("street2");
    public TextColumn City { get; } = rows.Text("city");
    public TextColumn State { get; } = rows.Text("state");
    public TextColumn Zip { get; } = rows.Text("zip");
    public TextColumn Country { get; } = rows.Text("country");
    public TextColumn AddressType { get; } = rows.Text("address_type");
    public TextColumn CountyFips { get; } = rows.Text("county_fips");
    public TextColumn Phone { get; } = rows.Text("phone");
    public TextColumn Email { get; } = rows.Text("email");
    public TextColumn GuardianLastName { get; } = rows.Text("guardian_last_name");
    public TextColumn GuardianFirstName { get; } = rows.Text("guardian_first_name");
    public TextColumn GuardianRelationship { get; } = rows.Text("guardian_relationship");
    public TextColumn RegistryStatus { get; } = rows.Text("registry_status");
    public DayColumn RegistryStatusDate { get; } = rows.Day("registry_status_date");
    public BoolColumn Protection { get; } = rows.Bool("protection");
    public DayColumn ProtectionDate { get; } = rows.Day("protection_date");
    public TextColumn Publicity { get; } = rows.Text("publicity");
    public DayColumn PublicityDate { get; } = rows.Day("publicity_date");
    public BoolColumn IsDead { get; } = rows.Bool("is_dead");
    public DayColumn DeathDate { get; } = rows.Day("death_date");
    public TextColumn BirthFacility { get; } = rows.Text("birth_facility");
    public TextColumn BirthCountyFips { get; } = rows.Text("birth_county_fips");
    public IntColumn Plurality { get; } = rows.Int("plurality");
    public TextColumn PracticeId { get; } = rows.Text("practice_id");
    public InstantColumn MessageAt { get; } = rows.Instant("message_at");
    public InstantColumn ReceivedAt { get; } = rows.Instant("received_at");
}

public sealed class IdentifierColumns(StagedRows rows)
{
    public StagedRows Rows { get; } = rows;
    public LongColumn RecordKey { get; } = rows.Long("record_key");
    public IntColumn Ordinal { get; } = rows.Int("ordinal");
    public TextColumn Authority { get; } = rows.Text("authority");
    public TextColumn IdType { get; } = rows.Text("id_type");
    public TextColumn Value { get; } = rows.Text("value");
}

public sealed class NameColumns(StagedRows rows)
{
    public StagedRows Rows { get; } = rows;
    public LongColumn RecordKey { get; } = rows.Long("record_key");
    public IntColumn Ordinal { get; } = rows.Int("ordinal");
    public TextColumn NameType { get; } = rows.Text("name_type");
    public TextColumn LastName { get; } = rows.Text("last_name");
    public TextColumn FirstName { get; } = rows.Text("first_name");
    public TextColumn MiddleName { get; } = rows.Text("middle_name");
    public TextColumn Suffix { get; } = rows.Text("suffix");
}

public sealed class AddressColumns(StagedRows rows)
{
    public StagedRows Rows { get; } = rows;
    public LongColumn RecordKey { get; } = rows.Long("record_key");
    public IntColumn Ordinal { get; } = rows.Int("ordinal");
    public TextColumn AddressType { get; } = rows.Text("address_type");
    public TextColumn Street { get; } = rows.Text("street");
    public TextColumn Street2 { get; } = rows.Text("street2");
    public TextColumn City { get; } = rows.Text("city");
    public TextColumn State { get; } = rows.Text("state");
    public TextColumn Zip { get; } = rows.Text("zip");
    public TextColumn Country { get; } = rows.Text("country");
    public TextColumn CountyFips { get; } = rows.Text("county_fips");
}

public sealed class PhoneColumns(StagedRows rows)
{
    public StagedRows Rows { get; } = rows;
    public LongColumn RecordKey { get; } = rows.Long("record_key");
    public IntColumn Ordinal { get; } = rows.Int("ordinal");
    public TextColumn UseCode { get; } = rows.Text("use_code");
    public TextColumn Equipment { get; } = rows.Text("equipment");
    public TextColumn Value { get; } = rows.Text("value");
}

public sealed class ContactColumns(StagedRows rows)
{
    public StagedRows Rows { get; } = rows;
    public LongColumn RecordKey { get; } = rows.Long("record_key");
    public IntColumn Ordinal { get; } = rows.Int("ordinal");
    public TextColumn Relationship { get; } = rows.Text("relationship");
    public TextColumn LastName { get; } = rows.Text("last_name");
    public TextColumn FirstName { get; } = rows.Text("first_name");
    public TextColumn MiddleName { get; } = rows.Text("middle_name");
    public TextColumn Street { get; } = rows.Text("street");
    public TextColumn City { get; } = rows.Text("city");
    public TextColumn State { get; } = rows.Text("state");
    public TextColumn Zip { get; } = rows.Text("zip");
    public TextColumn Phone { get; } = rows.Text("phone");
    public TextColumn Email { get; } = rows.Text("email");
}

public sealed class MergeColumns(StagedRows rows)
{
    public StagedRows Rows { get; } = rows;
    public LongColumn MessageKey { get; } = rows.Long("message_key");
    public LongColumn RecordKey { get; } = rows.Long("record_key");
    public TextColumn PriorId { get; } = rows.Text("prior_id");
    public TextColumn PriorAuthority { get; } = rows.Text("prior_authority");
    public TextColumn PriorType { get; } = rows.Text("prior_type");
}

public sealed class DoseColumns(StagedRows rows)
{
    public StagedRows Rows { get; } = rows;
    public LongColumn Key { get; } = rows.Long("dose_row_key");
    public LongColumn RecordKey { get; } = rows.Long("record_key");
    public LongColumn MessageKey { get; } = rows.Long("message_key");
    public TextColumn Sender { get; } = rows.Text("sender");
    public IntColumn OrderGroup { get; } = rows.Int("order_group");
    public TextColumn DoseId { get; } = rows.Text("dose_id");
    public TextColumn DoseIdAuthority { get; } = rows.Text("dose_id_authority");
    public TextColumn Action { get; } = rows.Text("action");
    public TextColumn Outcome { get; } = rows.Text("outcome");
    public TextColumn Kind { get; } = rows.Text("kind");
    public DayColumn AdminDate { get; } = rows.Day("admin_date");
    public TextColumn AdminDateSent { get; } = rows.Text("admin_date_sent");
    public TextColumn CvxSent { get; } = rows.Text("cvx_sent");
    public TextColumn CodeSystemSent { get; } = rows.Text("code_system_sent");
    public TextColumn Cvx { get; } = rows.Text("cvx");
    public TextColumn CvxFrom { get; } = rows.Text("cvx_from");
    public TextColumn Ndc { get; } = rows.Text("ndc");
    public TextColumn Cpt { get; } = rows.Text("cpt");
    public TextColumn Mvx { get; } = rows.Text("mvx");
    public TextColumn Lot { get; } = rows.Text("lot");
    public DayColumn ExpirationDate { get; } = rows.Day("expiration_date");
    public RealColumn Amount { get; } = rows.Real("amount");
    public TextColumn AmountUnit { get; } = rows.Text("amount_unit");
    public TextColumn Route { get; } = rows.Text("route");
    public TextColumn Site { get; } = rows.Text("site");
    public TextColumn SourceCode { get; } = rows.Text("source_code");
    public TextColumn Completion { get; } = rows.Text("completion");
    public TextColumn RefusalReason { get; } = rows.Text("refusal_reason");
    public TextColumn PracticeId { get; } = rows.Text("practice_id");
    public TextColumn ProviderId { get; } = rows.Text("provider_id");
    public TextColumn EnteringOrganization { get; } = rows.Text("entering_organization");
    public TextColumn Eligibility { get; } = rows.Text("eligibility");
    public TextColumn Funding { get; } = rows.Text("funding");
    public DayColumn EnteredDate { get; } = rows.Day("entered_date");
    public InstantColumn MessageAt { get; } = rows.Instant("message_at");
    public InstantColumn ReceivedAt { get; } = rows.Instant("received_at");
}

public sealed class ObservationColumns(StagedRows rows)
{
    public StagedRows Rows { get; } = rows;
    public LongColumn Key { get; } = rows.Long("observation_row_key");
    public LongColumn RecordKey { get; } = rows.Long("record_key");
    public LongColumn MessageKey { get; } = rows.Long("message_key");
    public TextColumn Sender { get; } = rows.Text("sender");
    public LongColumn DoseRowKey { get; } = rows.Long("dose_row_key");
    public IntColumn OrderGroup { get; } = rows.Int("order_group");
    public TextColumn SubId { get; } = rows.Text("sub_id");
    public TextColumn Kind { get; } = rows.Text("kind");
    public TextColumn CodeSystem { get; } = rows.Text("code_system");
    public TextColumn Code { get; } = rows.Text("code");
    public TextColumn ValueType { get; } = rows.Text("value_type");
    public TextColumn ValueCode { get; } = rows.Text("value_code");
    public TextColumn ValueSystem { get; } = rows.Text("value_system");
    public TextColumn ValueText { get; } = rows.Text("value_text");
    public RealColumn ValueNumber { get; } = rows.Real("value_number");
    public TextColumn Unit { get; } = rows.Text("unit");
    public DayColumn ObservedDate { get; } = rows.Day("observed_date");
    public InstantColumn MessageAt { get; } = rows.Instant("message_at");
    public InstantColumn ReceivedAt { get; } = rows.Instant("received_at");
    public DayColumn ValueDate { get; } = rows.Day("value_date");
}

public sealed class IssueColumns(StagedRows rows)
{
    public StagedRows Rows { get; } = rows;
    public LongColumn Key { get; } = rows.Long("issue_key");
    public LongColumn MessageKey { get; } = rows.Long("message_key");
    public LongColumn DoseRowKey { get; } = rows.Long("dose_row_key");
    public TextColumn Segment { get; } = rows.Text("segment");
    public IntColumn Occurrence { get; } = rows.Int("occurrence");
    public IntColumn Field { get; } = rows.Int("field");
    public IntColumn Repetition { get; } = rows.Int("repetition");
    public IntColumn Component { get; } = rows.Int("component");
    public TextColumn ColumnName { get; } = rows.Text("column_name");
    public TextColumn Rule { get; } = rows.Text("rule");
    public TextColumn Severity { get; } = rows.Text("severity");
    public IntColumn Hl7Error { get; } = rows.Int("hl7_error");
    public IntColumn ApplicationError { get; } = rows.Int("application_error");
    public TextColumn Value { get; } = rows.Text("value");
    public TextColumn Plain { get; } = rows.Text("text");
}
