using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.FlatFiles;

/// <summary>How the text of a column is read, beyond the type of its staged column.</summary>
public enum FlatForm { AsIs, Sex, Race, Ethnicity, Digits, Lower, County }

/// <summary>A column of a flat file and the staged column that it fills.</summary>
/// <param name="IsRequired">A row without it is rejected.</param>
public sealed record FlatColumn(string Name, string Staged, bool IsRequired = false, FlatForm Form = FlatForm.AsIs);

/// <summary>A file of a flat submission. Doses and observations have mappings of their own and list their columns only.</summary>
/// <param name="File">Name without extension.</param>
/// <param name="Table">Staged table that a row becomes one row of.</param>
/// <param name="MessageType">As staged in message.</param>
public sealed record FlatSpec(string File, StagedTable Table, string MessageType, IReadOnlyList<FlatColumn> Columns)
{
    /// <summary>The files in the order in which they are taken in: persons before what refers to them.</summary>
    /// <remarks>Columns: docs of the flat-file submission. * = required, then the form where it is not the column's type.</remarks>
    public static IReadOnlyList<FlatSpec> All { get; } =
    [
        new("persons", StagedSchema.Person, "flat", Read("""
            person_id* last_name* first_name* middle_name birth_date* sex*:Sex race:Race ethnicity:Ethnicity mother_maiden_name
            street city state zip county_fips:County phone:Digits email:Lower birth_order multiple_birth death_date
            status>registry_status practice_id suffix street2 country language protection guardian_last_name
            guardian_first_name guardian_relationship
            """)),
        new("births", StagedSchema.Person, "birth", Read("""
            state_file_number*>person_id last_name* first_name middle_name suffix birth_date* sex*:Sex race:Race
            ethnicity:Ethnicity mother_last_name>guardian_last_name mother_first_name>guardian_first_name mother_maiden_name
            mother_birth_date> street city state zip phone:Digits facility>birth_facility residence_county_fips>county_fips:County
            occurrence_county_fips>birth_county_fips:County birth_order plurality hepb_date> hepb_cvx>
            """)),
        new("vaccinations", StagedSchema.Dose, "flat", Read("""
            person_id*> vaccination_id>dose_id action> date*> cvx> ndc> mvx> lot expiration> amount> route> site> source>
            completion> refusal> practice_id eligibility> funding> entered_date> provider_id cpt>
            """)),
        new("observations", StagedSchema.Observation, "flat", Read("person_id*> code_system code* value> date>")),
        new("consents", StagedSchema.Consent, "flat", Read("person_id* kind*:Lower value from>from_date to>to_date source")),
        new("roster", StagedSchema.PlanMember, "flat", Read("""
            member_id* last_name* first_name* middle_name birth_date* sex:Sex street city state zip phone:Digits race:Race
            ethnicity:Ethnicity product_line*:Lower enrolled_from* enrolled_to
            """)),
        new("deaths", StagedSchema.Death, "flat", Read("""
            state_file_number* last_name* first_name* middle_name birth_date* sex:Sex street city state zip death_date*
            """)),
        new("wic", StagedSchema.WicParticipant, "flat", Read("""
            participant_id* last_name* first_name* middle_name birth_date* sex:Sex street city state zip phone:Digits
            clinic_id certified_from* certified_to
            """)),
        new("deliveries", StagedSchema.Delivery, "flat", Read("""
            delivery_id* last_name* first_name* birth_date street city state zip phone:Digits delivery_date* gestational_weeks facility
            """)),
        new("shipments", StagedSchema.StockEvent, "flat", Read(Stock)),
        new("inventory", StagedSchema.StockEvent, "flat", Read(Stock)),
        new("visits", StagedSchema.SiteVisit, "flat", Read("practice_id* visit_date* reviewer strategies")),
        new("population", StagedSchema.Population, "flat", Read("geography_fips* age_years* year* population* source")),
        new("practices", StagedSchema.Practice, "flat", Read(
            "practice_id* name* pin type county_fips:County parent_id opened>opened_date closed>closed_date")),
    ];

    const string Stock = "practice_id* date*>event_date cvx ndc lot doses* funding event*:Lower";

    /// <summary>The spec of a file; null where a submission has no such file.</summary>
    public static FlatSpec? Of(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return All.FirstOrDefault(spec => spec.File.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Reads <c>name[*][&gt;staged][:Form]</c> words; a name with an empty staged column is mapped by hand.</summary>
    static FlatColumn[] Read(string words) => [.. words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word =>
    {
        var form = FlatForm.AsIs;
        if (word.Split(':') is [var front, var named])
        {
            form = Enum.Parse<FlatForm>(named);
            word = front;
        }
        var parts = word.Split('>');
        var name = parts[0].TrimEnd('*');
        return new FlatColumn(name, parts.Length > 1 ? parts[1] : name, parts[0].EndsWith('*'), form);
    })];
}
