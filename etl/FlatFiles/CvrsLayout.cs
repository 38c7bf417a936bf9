using System.Text;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.FlatFiles;

/// <summary>CDC's tab-delimited vaccination reporting layout: one row an event, 45 columns named in the first line.</summary>
/// <remarks>Source: CDC COVID-19 Vaccination Reporting Specification. Their names on the left, ours on the right.</remarks>
static class CvrsLayout
{
    static readonly Dictionary<string, string> renames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["vax_event_id"] = "vaccination_id", ["recip_id"] = "person_id", ["recip_first_name"] = "first_name",
        ["recip_middle_name"] = "middle_name", ["recip_last_name"] = "last_name", ["recip_dob"] = "birth_date", ["recip_sex"] = "sex",
        ["recip_address_street"] = "street", ["recip_address_street_2"] = "street2", ["recip_address_city"] = "city",
        ["recip_address_county"] = "county_fips", ["recip_address_state"] = "state", ["recip_address_zip"] = "zip",
        ["recip_ethnicity"] = "ethnicity", ["admin_date"] = "date", ["lot_number"] = "lot", ["vax_expiration"] = "expiration",
        ["vax_admin_site"] = "site", ["vax_route"] = "route", ["vtrcks_prov_pin"] = "pin",
    };

    static readonly string[] columns =
    [
        "vaccination_id", "ext_type", "pprl_id", "person_id", "first_name", "middle_name", "last_name", "birth_date", "sex", "street", "street2",
        "city", "county_fips", "state", "zip", "recip_race_1", "recip_race_2", "recip_race_3", "recip_race_4", "recip_race_5", "recip_race_6",
        "ethnicity", "date", "cvx", "ndc", "mvx", "lot", "expiration", "site", "route", "dose_num", "vax_series_complete", "responsible_org",
        "admin_name", "pin", "admin_type", "admin_address_street", "admin_address_street_2", "admin_address_city", "admin_address_county",
        "admin_address_state", "admin_address_zip", "vax_refusal", "cmorbid_status", "serology", "recip_missed_appt",
    ];

    /// <summary>Every column is read by hand: what fills which staged column depends on the kind of event.</summary>
    public static FlatSpec Spec { get; } = new("cvrs", StagedSchema.Dose, "cvrs", [.. columns.Select(name => new FlatColumn(name, ""))]);

    /// <summary>True for a file whose first line names the event id among tab-separated columns.</summary>
    public static bool IsAt(string path)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is not (".txt" or ".tsv" or ".csv") || !File.Exists(path)) return false;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var head = new byte[64];
            var n = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            var text = Encoding.UTF8.GetString(head, 0, n).TrimStart('\uFEFF');
            return text.StartsWith("vax_event_id\t", StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Whoever opens it next says why.
            return false;
        }
    }

    public static Submission Submission(string path, string sender) => new(
        Path.GetDirectoryName(Path.GetFullPath(path))!, sender, null,
        new Dictionary<string, IReadOnlyDictionary<string, string>> { [Spec.File] = renames }, [(path, Spec)], []);
}
