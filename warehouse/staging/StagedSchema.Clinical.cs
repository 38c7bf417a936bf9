using static RegistryAnalytics.Staging.StagedType;

namespace RegistryAnalytics.Staging;

/// <summary>The staged tables of what a message tells.</summary>
public static partial class StagedSchema
{
    public static readonly StagedTable Message = new("message", "one HL7 message or flat-file row group", [
        new("message_key", Long, "Ours: batch sequence << 40 | part << 24 | ordinal in the part"),
        new("sender", Text, "Sender the submission was taken in for"),
        new("sending_facility", Text, "MSH-4.1"),
        new("responsible_organization", Text, "MSH-22.1"),
        new("control_id", Text, "MSH-10"),
        new("message_type", Text, "VXU^V04, ADT^A08 … or flat, cvrs, birth"),
        new("version", Text, "MSH-12"),
        new("processing_id", Text, "MSH-11: P, D or T"),
        new("message_at", Instant, "MSH-7 in UTC"),
        new("received_at", Instant, "When the bytes reached us, UTC"),
        new("outcome", Text, "accepted, warned (accepted with warnings), rejected, or purged since"),
        new("n_errors", Int, "Findings of severity E"),
        new("n_warnings", Int, "Findings of severity W"),
        new("raw_sha256", Text, "Archive file under lake/raw"),
        new("byte_offset", Long, "Of the message in the received file, bytes"),
        new("byte_length", Long, "Bytes"),
        new("content_hash", Long, "64-bit hash of the message bytes: replays and changed replays"),
    ]);

    public static readonly StagedTable Person = new("person", "one person as told by one message", [
        new("record_key", Long, "Ours: batch sequence << 40 | part << 24 | ordinal in the part"),
        new("message_key", Long, "message"),
        new("sender", Text, "As in message"),
        new("record_type", Text, "vxu, adt, flat, birth, cvrs"),
        new("person_id", Text, "The sender's own id of the person: PID-3, first of MR, PI, PT, SR or else the first", Personal: true),
        new("person_id_authority", Text, "Its assigning authority"),
        new("last_name", Text, "PID-5.1", Personal: true),
        new("first_name", Text, "PID-5.2", Personal: true),
        new("middle_name", Text, "PID-5.3", Personal: true),
        new("suffix", Text, "PID-5.4", Personal: true),
        new("name_type", Text, "PID-5.7"),
        new("mother_maiden_name", Text, "PID-6.1", Personal: true),
        new("birth_date", Day, "PID-7", Personal: true),
        new("sex", Text, "F, M, U or X"),
        new("multiple_birth", Bool, "PID-24"),
        new("birth_order", Int, "PID-25"),
        new("race", Text, "CDCREC codes in order sent, joined by ;"),
        new("ethnicity", Text, "2135-2 or 2186-5"),
        new("language", Text, "PID-15.1"),
        new("street", Text, "PID-11.1", Personal: true),
        new("street2", Text, "PID-11.2", Personal: true),
        new("city", Text, "PID-11.3", Personal: true),
        new("state", Text, "PID-11.4"),
        new("zip", Text, "PID-11.5", Personal: true),
        new("country", Text, "PID-11.6"),
        new("address_type", Text, "PID-11.7"),
        new("county_fips", Text, "Five digits, from PID-11.9 or the flat file"),
        new("phone", Text, "First telephone, digits only", Personal: true),
        new("email", Text, "First e-mail, lower case", Personal: true),
        new("guardian_last_name", Text, "First NK1 of a parent or guardian", Personal: true),
        new("guardian_first_name", Text, "", Personal: true),
        new("guardian_relationship", Text, "HL70063"),
        new("registry_status", Text, "PD1-16: A, I, L, M, P or U"),
        new("registry_status_date", Day, "PD1-17"),
        new("protection", Bool, "PD1-12: true = do not share"),
        new("protection_date", Day, "PD1-13"),
        new("publicity", Text, "PD1-11"),
        new("publicity_date", Day, "PD1-18"),
        new("is_dead", Bool, "PID-30, or true where a death date is given"),
        new("death_date", Day, "PID-29"),
        new("birth_facility", Text, "Birth record: facility"),
        new("birth_county_fips", Text, "Birth record: county of occurrence"),
        new("plurality", Int, "Birth record: children in this delivery"),
        new("practice_id", Text, "Practice that answers for the person: flat file practice_id, else MSH-22.1, else MSH-4.1"),
        new("message_at", Instant, "As in message"),
        new("received_at", Instant, "As in message"),
        new("missing", Int, "Which of the columns of LeftOut are null, a bit each"),
    ])
    {
        LeftOut =
        [
            "middle_name", "mother_maiden_name", "race", "ethnicity", "street", "city", "state", "zip", "county_fips", "phone", "email", "multiple_birth",
            "guardian_last_name", "registry_status", "language", "birth_facility",
        ],
    };

    public static readonly StagedTable PersonIdentifier = new("person_identifier", "one identifier of a staged person", [
        new("record_key", Long, "person"),
        new("ordinal", Int, "From 1, in order sent"),
        new("authority", Text, "Assigning authority: namespace, else OID"),
        new("id_type", Text, "HL70203"),
        new("value", Text, "The identifier", Personal: true),
    ]);

    public static readonly StagedTable PersonName = new("person_name", "one further name of a staged person", [
        new("record_key", Long, "person"),
        new("ordinal", Int, "From 1, in order sent"),
        new("name_type", Text, "HL70200: A alias, M maiden, B birth …"),
        new("last_name", Text, "", Personal: true),
        new("first_name", Text, "", Personal: true),
        new("middle_name", Text, "", Personal: true),
        new("suffix", Text, "", Personal: true),
    ]);

    public static readonly StagedTable PersonAddress = new("person_address", "one further address of a staged person", [
        new("record_key", Long, "person"),
        new("ordinal", Int, "From 1"),
        new("address_type", Text, "HL70190"),
        new("street", Text, "", Personal: true),
        new("street2", Text, "", Personal: true),
        new("city", Text, "", Personal: true),
        new("state", Text, ""),
        new("zip", Text, "", Personal: true),
        new("country", Text, ""),
        new("county_fips", Text, ""),
    ]);

    public static readonly StagedTable PersonPhone = new("person_phone", "one telephone or e-mail of a staged person", [
        new("record_key", Long, "person"),
        new("ordinal", Int, "From 1"),
        new("use_code", Text, "HL70201"),
        new("equipment", Text, "HL70202"),
        new("value", Text, "Digits only, or e-mail in lower case", Personal: true),
    ]);

    public static readonly StagedTable PersonContact = new("person_contact", "one next of kin or guardian of a staged person", [
        new("record_key", Long, "person"),
        new("ordinal", Int, "From 1"),
        new("relationship", Text, "HL70063"),
        new("last_name", Text, "", Personal: true),
        new("first_name", Text, "", Personal: true),
        new("middle_name", Text, "", Personal: true),
        new("street", Text, "", Personal: true),
        new("city", Text, "", Personal: true),
        new("state", Text, ""),
        new("zip", Text, "", Personal: true),
        new("phone", Text, "Digits only", Personal: true),
        new("email", Text, "", Personal: true),
    ]);

    public static readonly StagedTable PersonMerge = new("person_merge", "one merge told by a sender (A40): the prior identifier is the surviving person's", [
        new("message_key", Long, "message"),
        new("record_key", Long, "The surviving person record"),
        new("prior_id", Text, "MRG-1.1", Personal: true),
        new("prior_authority", Text, "MRG-1.4"),
        new("prior_type", Text, "MRG-1.5"),
    ]);

    public static readonly StagedTable Dose = new("dose", "one vaccination event as told by one message", [
        new("dose_row_key", Long, "Ours: batch sequence << 40 | part << 24 | ordinal in the part"),
        new("record_key", Long, "person"),
        new("message_key", Long, "message"),
        new("sender", Text, "As in message"),
        new("order_group", Int, "Order group in the message, from 1"),
        new("dose_id", Text, "ORC-3.1; null where it is the placeholder 9999"),
        new("dose_id_authority", Text, "ORC-3.2 or .3"),
        new("action", Text, "A add, U update, D delete"),
        new("outcome", Text, "accepted or quarantined"),
        new("kind", Text, "administered, historical, partial, refusal, not_administered or adjuvant"),
        new("admin_date", Day, "RXA-3; null where partial or bad"),
        new("admin_date_sent", Text, "RXA-3 as sent, where it is not a whole date"),
        new("cvx_sent", Text, "The code as sent"),
        new("code_system_sent", Text, "Its coding system as sent"),
        new("cvx", Text, "Resolved CVX, two digits or more"),
        new("cvx_from", Text, "cvx, ndc, cpt or text: what it was resolved from"),
        new("ndc", Text, "NDC, 11 digits"),
        new("cpt", Text, "CPT code"),
        new("mvx", Text, "RXA-17"),
        new("lot", Text, "RXA-15"),
        new("expiration_date", Day, "RXA-16; a month means its last day"),
        new("amount", Real, "RXA-6; null where 999"),
        new("amount_unit", Text, "RXA-7"),
        new("route", Text, "RXR-1 as NCIT"),
        new("site", Text, "RXR-2, HL70163"),
        new("source_code", Text, "RXA-9: 00 administered, 01–08 historical"),
        new("completion", Text, "RXA-20: CP, PA, RE or NA"),
        new("refusal_reason", Text, "RXA-18, NIP002"),
        new("practice_id", Text, "RXA-11.4: where it was given"),
        new("provider_id", Text, "RXA-10.1"),
        new("entering_organization", Text, "ORC-17.1"),
        new("eligibility", Text, "OBX 64994-7, HL70064"),
        new("funding", Text, "OBX 30963-3"),
        new("entered_date", Day, "RXA-22, else the day of MSH-7"),
        new("message_at", Instant, "As in message"),
        new("received_at", Instant, "As in message"),
        new("missing", Int, "Which of the columns of LeftOut are null, a bit each"),
    ])
    {
        LeftOut = ["lot", "expiration_date", "mvx", "ndc", "route", "site", "eligibility", "funding", "practice_id", "provider_id", "amount", "dose_id"],
    };

    public static readonly StagedTable Observation = new("observation", "one OBX (or flat row) about the person", [
        new("observation_row_key", Long, "Ours: batch sequence << 40 | part << 24 | ordinal in the part"),
        new("record_key", Long, "person"),
        new("message_key", Long, "message"),
        new("sender", Text, "As in message"),
        new("dose_row_key", Long, "Dose of its order group, where there is one"),
        new("order_group", Int, "Order group, from 1"),
        new("sub_id", Text, "OBX-4"),
        new("kind", Text, "contraindication, immunity, history, serology, reaction, indication, vis or other"),
        new("code_system", Text, "LN, SCT, CDSI"),
        new("code", Text, "OBX-3.1"),
        new("value_type", Text, "OBX-2"),
        new("value_code", Text, "OBX-5.1 of a coded value"),
        new("value_system", Text, "OBX-5.3"),
        new("value_text", Text, "OBX-5 as text"),
        new("value_number", Real, "OBX-5 of NM"),
        new("unit", Text, "OBX-6.1"),
        new("observed_date", Day, "OBX-14, else RXA-3"),
        new("message_at", Instant, "As in message"),
        new("received_at", Instant, "As in message"),
        new("value_date", Day, "OBX-5 of DT or TS"),
    ]);

    public static readonly StagedTable Issue = new("issue", "one finding", [
        new("issue_key", Long, "Ours: batch sequence << 40 | part << 24 | ordinal in the part"),
        new("message_key", Long, "message"),
        new("dose_row_key", Long, "Dose it is about, where it is about one"),
        new("segment", Text, "PID, RXA …; for flat files the file"),
        new("occurrence", Int, "Of the segment in the message, from 1; for flat files the row"),
        new("field", Int, "From 1"),
        new("repetition", Int, "From 1"),
        new("component", Int, "From 1"),
        new("column_name", Text, "Flat files: the column"),
        new("rule", Text, "Rule id"),
        new("severity", Text, "E, W or I"),
        new("hl7_error", Int, "HL70357"),
        new("application_error", Int, "HL70533"),
        new("value", Text, "What was found; null where it would identify a person"),
        new("text", Text, "Plain words"),
    ]);
}
