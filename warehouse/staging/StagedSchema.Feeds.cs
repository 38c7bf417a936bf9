using static RegistryAnalytics.Staging.StagedType;

namespace RegistryAnalytics.Staging;

/// <summary>The staged tables of the other feeds.</summary>
public static partial class StagedSchema
{
    public static readonly StagedTable PlanMember = new("plan_member", "one span of a plan member", [
        new("roster_row_key", Long, "Ours: batch sequence << 40 | part << 24 | ordinal in the part"),
        new("message_key", Long, "message"),
        new("sender", Text, "The plan"),
        new("member_id", Text, "The plan's id", Personal: true),
        new("last_name", Text, "", Personal: true),
        new("first_name", Text, "", Personal: true),
        new("middle_name", Text, "", Personal: true),
        new("birth_date", Day, "", Personal: true),
        new("sex", Text, "F, M, U or X"),
        new("street", Text, "", Personal: true),
        new("city", Text, "", Personal: true),
        new("state", Text, ""),
        new("zip", Text, "", Personal: true),
        new("phone", Text, "", Personal: true),
        new("race", Text, ""),
        new("ethnicity", Text, ""),
        new("product_line", Text, "commercial, medicaid, medicare, exchange"),
        new("enrolled_from", Day, ""),
        new("enrolled_to", Day, "Inclusive; null = still enrolled"),
        new("received_at", Instant, ""),
    ]);

    public static readonly StagedTable Population = new("population", "one geography, age and year", [
        new("geography_fips", Text, "2-digit state or 5-digit county"),
        new("age_years", Int, "Whole years; 85 = 85 and over"),
        new("year", Int, "1 July of"),
        new("population", Long, "Persons"),
        new("source", Text, "Vintage"),
        new("received_at", Instant, ""),
    ]);

    public static readonly StagedTable Practice = new("practice", "one practice or site", [
        new("practice_id", Text, "The registry's id"),
        new("name", Text, ""),
        new("pin", Text, "VFC PIN"),
        new("type", Text, "pediatrics, family, pharmacy, hospital, school, public, obgyn …"),
        new("county_fips", Text, ""),
        new("parent_id", Text, "Organisation"),
        new("opened_date", Day, ""),
        new("closed_date", Day, ""),
        new("received_at", Instant, ""),
    ]);

    public static readonly StagedTable Death = new("death", "one death record", [
        new("death_row_key", Long, "Ours: batch sequence << 40 | part << 24 | ordinal in the part"),
        new("message_key", Long, "message"),
        new("state_file_number", Text, "", Personal: true),
        new("last_name", Text, "", Personal: true),
        new("first_name", Text, "", Personal: true),
        new("middle_name", Text, "", Personal: true),
        new("birth_date", Day, "", Personal: true),
        new("sex", Text, ""),
        new("street", Text, "", Personal: true),
        new("city", Text, "", Personal: true),
        new("state", Text, ""),
        new("zip", Text, "", Personal: true),
        new("death_date", Day, ""),
        new("received_at", Instant, ""),
    ]);

    public static readonly StagedTable WicParticipant = new("wic_participant", "one certification span", [
        new("wic_row_key", Long, "Ours: batch sequence << 40 | part << 24 | ordinal in the part"),
        new("message_key", Long, "message"),
        new("participant_id", Text, "", Personal: true),
        new("last_name", Text, "", Personal: true),
        new("first_name", Text, "", Personal: true),
        new("middle_name", Text, "", Personal: true),
        new("birth_date", Day, "", Personal: true),
        new("sex", Text, ""),
        new("street", Text, "", Personal: true),
        new("city", Text, "", Personal: true),
        new("state", Text, ""),
        new("zip", Text, "", Personal: true),
        new("phone", Text, "", Personal: true),
        new("clinic_id", Text, ""),
        new("certified_from", Day, ""),
        new("certified_to", Day, ""),
        new("received_at", Instant, ""),
    ]);

    public static readonly StagedTable Delivery = new("delivery", "one delivery", [
        new("delivery_row_key", Long, "Ours: batch sequence << 40 | part << 24 | ordinal in the part"),
        new("message_key", Long, "message"),
        new("delivery_id", Text, ""),
        new("last_name", Text, "", Personal: true),
        new("first_name", Text, "", Personal: true),
        new("birth_date", Day, "Of the mother", Personal: true),
        new("street", Text, "", Personal: true),
        new("city", Text, "", Personal: true),
        new("state", Text, ""),
        new("zip", Text, "", Personal: true),
        new("phone", Text, "", Personal: true),
        new("delivery_date", Day, ""),
        new("gestational_weeks", Int, "Completed weeks"),
        new("facility", Text, ""),
        new("received_at", Instant, ""),
    ]);

    public static readonly StagedTable StockEvent = new("stock_event", "one line of shipments.csv or inventory.csv", [
        new("stock_row_key", Long, "Ours: batch sequence << 40 | part << 24 | ordinal in the part"),
        new("message_key", Long, "message"),
        new("practice_id", Text, ""),
        new("event_date", Day, ""),
        new("cvx", Text, ""),
        new("ndc", Text, ""),
        new("lot", Text, ""),
        new("doses", Int, ""),
        new("funding", Text, ""),
        new("event", Text, "received, transferred, wasted, spoiled, expired, returned or counted"),
        new("received_at", Instant, ""),
    ]);

    public static readonly StagedTable SiteVisit = new("site_visit", "one AFIX/IQIP visit", [
        new("visit_row_key", Long, "Ours: batch sequence << 40 | part << 24 | ordinal in the part"),
        new("message_key", Long, "message"),
        new("practice_id", Text, ""),
        new("visit_date", Day, ""),
        new("reviewer", Text, ""),
        new("strategies", Text, "Joined by ;"),
        new("received_at", Instant, ""),
    ]);

    public static readonly StagedTable Consent = new("consent", "one dated consent fact", [
        new("consent_row_key", Long, "Ours: batch sequence << 40 | part << 24 | ordinal in the part"),
        new("message_key", Long, "message"),
        new("sender", Text, ""),
        new("person_id", Text, "The sender's", Personal: true),
        new("kind", Text, "opt_out, opt_in, protection, confidential or withdrawal"),
        new("value", Text, ""),
        new("from_date", Day, ""),
        new("to_date", Day, ""),
        new("source", Text, ""),
        new("received_at", Instant, ""),
    ]);
}
