using System.Security.Cryptography;
using RegistryAnalytics.Synth;

namespace RegistryAnalytics.Tests.Synth;

public class StateTests(MadeState state) : IClassFixture<MadeState>
{
    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_one_thread_and_on_three()
    {
        var options = new SynthOptions { BirthsPerYear = 12, Seed = 3, MaxFileBytes = 1 << 17 };
        var one = Print(options with { Workers = 1 });
        var three = Print(options with { Workers = 3 });
        Assert.Equal(one, three);
        Assert.NotEqual(one["truth/person.csv"], Print(options with { Seed = 4 })["truth/person.csv"]);
    }

    static Dictionary<string, string> Print(SynthOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("registry-synth-");
        Synthesis.Write(options, folder.FullName);
        var prints = folder.GetFiles("*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/'), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName))));
        folder.Delete(recursive: true);
        return prints;
    }

    [Fact]
    public void The_state_holds_every_kind_of_trouble()
    {
        var persons = state.Rows("truth/person.csv");
        var records = state.Rows("truth/record.csv");
        var doses = state.Rows("truth/dose_record.csv");
        Assert.Contains(persons, row => row["multiple_birth"] == "1" && row["birth_order"] == "2");
        Assert.All(new[] { "resident", "dead", "moved_out", "out_of_state" }, status => Assert.Contains(persons, row => row["status"] == status));
        Assert.All(new[] { "child", "teen", "mother", "adult" }, role => Assert.Contains(persons, row => row["role"] == role));
        Assert.Contains(records.Where(row => row["kind"] == "vxu").GroupBy(row => (row["sender"], row["person_id"])), group => group.Count() > 1);
        Assert.Contains(records, row => row["kind"] == "roster" && row["person_id"] == "");
        Assert.All(new[] { "cvx_ndc", "cvx", "ndc", "cpt", "unspecified", "part", "unknown_code", "wrong_code" }, coding => Assert.Contains(doses, row => row["coding"] == coding));
        Assert.All(new[] { "A", "U", "D" }, action => Assert.Contains(doses, row => row["last_action"] == action));
        Assert.Contains(doses, row => row["dose_key"] == "");
        Assert.True(state.Rows("truth/malformed.csv").Select(row => row["kind"]).Distinct().Count() >= 7);
        Assert.NotEmpty(state.Rows("truth/refusal.csv"));
        Assert.NotEmpty(state.Rows("truth/finding.csv"));
        Assert.Equal(state.Summary.Merges, state.Messages.Count(message => message.Type.StartsWith("ADT^A40", StringComparison.Ordinal)));
        Assert.True(state.Summary.Merges > 0);
        var newborns = state.Messages.Count(message => message.Segments.Any(segment => segment[0] == "PID" && segment.Length > 5 && segment[5].Contains("^^^^B", StringComparison.Ordinal)));
        Assert.True(newborns > 50, $"{newborns} messages about newborns without a name");
        Assert.Contains(state.Rows("submissions/plan/roster.csv").GroupBy(row => row["member_id"]), group => group.Count() > 1);
        foreach (var file in new[] { "flat/observations.csv", "vital/deaths.csv", "vital/deliveries.csv", "wic/wic.csv", "registry/shipments.csv", "registry/inventory.csv", "registry/visits.csv" })
            Assert.NotEmpty(state.Rows("submissions/" + file));
    }

    [Fact]
    public void Expected_enrolment_by_county_is_what_a_slow_count_of_the_truth_finds()
    {
        var doses = state.Rows("truth/dose.csv").Where(row => row["n_records"] != "0" && row["is_partial"] == "0").ToLookup(row => row["person_id"]);
        var children = state.Rows("truth/person.csv").Where(row => row["status"] == "resident" && string.CompareOrdinal(row["birth_date"], "2019-12-31") > 0).ToLookup(row => row["county_fips"]);
        foreach (var row in state.Rows("truth/enrolment.csv"))
        {
            var here = children[row["county_fips"]].ToList();
            Assert.Equal(row["n_children"], here.Count.ToString());
            Assert.Equal(row["n_any_record"], here.Count(child => child["n_records"] != "0").ToString());
            Assert.Equal(row["n_two_doses"], here.Count(child => doses[child["person_id"]].Count() >= 2).ToString());
            Assert.Equal(row["n_two_dates"], here.Count(child => doses[child["person_id"]].DistinctBy(dose => dose["date"]).Count() >= 2).ToString());
            Assert.Equal(row["n_two_valid_dates"], here.Count(child => doses[child["person_id"]].Where(dose => dose["is_valid_intent"] == "1").DistinctBy(dose => dose["date"]).Count() >= 2).ToString());
        }
    }

    [Fact]
    public void Populations_of_counties_sum_to_the_state_and_lie_near_the_true_residents()
    {
        var rows = state.Rows("submissions/census/population.csv");
        foreach (var group in rows.GroupBy(row => (row["year"], row["age_years"])))
            Assert.Equal(long.Parse(group.Single(row => row["geography_fips"].Length == 2)["population"]), group.Where(row => row["geography_fips"].Length == 5).Sum(row => long.Parse(row["population"])));
        Assert.Equal(86, rows.Select(row => row["age_years"]).Distinct().Count());
        var young = rows.Where(row => row["geography_fips"] == "35" && row["year"] == "2025" && int.Parse(row["age_years"]) < 6).Sum(row => long.Parse(row["population"]));
        var true6 = state.Rows("truth/enrolment.csv").Sum(row => long.Parse(row["n_children"]));
        Assert.InRange(young, 0.93 * true6, 1.07 * true6);
    }

    [Fact]
    public void Residence_spans_do_not_overlap_and_end_where_the_person_is()
    {
        var last = state.Rows("truth/residence.csv").GroupBy(row => row["person_id"]).ToDictionary(group => group.Key, group => group.ToList());
        foreach (var spans in last.Values.Where(spans => spans.Count == 2)) Assert.True(string.CompareOrdinal(spans[0]["to"], spans[1]["from"]) < 0 && spans[0]["to"] != "");
        foreach (var person in state.Rows("truth/person.csv").Where(person => person["status"] == "resident"))
            Assert.Equal((person["county_fips"], ""), (last[person["person_id"]][^1]["county_fips"], last[person["person_id"]][^1]["to"]));
    }

    [Theory]
    [InlineData("11")]
    [InlineData("09")]
    [InlineData("02")]
    [InlineData("48")]
    public void Any_state_can_be_made(string fips)
    {
        var folder = Directory.CreateTempSubdirectory("registry-synth-");
        var summary = Synthesis.Write(new SynthOptions { BirthsPerYear = 3, StateFips = fips, Workers = 1 }, folder.FullName);
        Assert.True(summary is { Persons: > 0, Messages: > 0 });
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Options_out_of_range_and_a_folder_in_use_are_refused_in_words()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Synthesis.Write(new SynthOptions { BirthsPerYear = 0 }, "unused"));
        Assert.Contains("99", Assert.Throws<ArgumentException>(() => Synthesis.Write(new SynthOptions { StateFips = "99" }, "unused")).Message);
        Assert.Contains("already", Assert.Throws<IOException>(() => Synthesis.Write(state.Options, state.Folder)).Message);
    }
}
