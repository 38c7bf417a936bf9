using RegistryAnalytics.Codes;
using RegistryAnalytics.Tests.Warehouse.Sql;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>CMS117 against published author decks and against children run through a CQL engine; see measures/cms117.</summary>
[Trait("kind", "spec")]
public class Cms117Tests
{
    // Column of the evidence for each letter of the column statements.
    static readonly string[] Statements =
        ["dtap", "ipv", "mmr", "hib", "hepb", "hepb_newborn", "vzv", "pcv", "hepa", "rotavirus", "influenza", "influenza_with_live"];

    static readonly Dictionary<string, string> CvxOfCpt = File.ReadLines(Path.Combine(Content.Codes, "cpt_cvx.csv")).Skip(1)
        .Select(line => line.Split(',')).GroupBy(cells => cells[0]).ToDictionary(rows => rows.Key, rows => rows.First()[1]);

    [Fact]
    public void Author_decks_come_out_as_published()
    {
        var children = Children("authors.txt");
        Assert.Equal(87, children.Count);
        foreach (var group in children.GroupBy(child => (Version: child["version"]!, Period: child["period"]!)))
            AssertAgree(group.ToArray(), group.Key.Version, int.Parse(group.Key.Period, null));
    }

    [Fact]
    public void Children_run_through_an_engine_come_out_alike()
    {
        var children = Children("engine.txt");
        Assert.Equal(508, children.Count);
        AssertAgree(children, null, 2026);
    }

    [Fact]
    public void Version_1_counts_influenza_from_day_180_and_leaves_refuted_findings_out()
    {
        using var old = new MeasureFixture();
        using var now = new MeasureFixture();
        foreach (var fixture in new[] { old, now })
        {
            fixture.SetPeriod(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));
            fixture.Connection.Execute("insert into dim_person (person_key, birth_date) values (1, '2024-05-10'), (2, '2024-05-10')");
            fixture.Connection.Execute("insert into fct_dose (person_key, admin_date, cvx) values (1, '2024-11-05', '141'), (1, '2025-10-01', '141')");
            fixture.Connection.Execute("insert into fct_observation (person_key, code, value_text, observed_date) values (2, '40468003', 'refuted', '2025-01-01')");
        }
        now.Connection.Execute("set variable measure_version = 'v1.0.000'");
        Assert.Equal([("hepa", 2L), ("influenza", 1L)], Met(old));
        Assert.Empty(Met(now));

        static (string, long)[] Met(MeasureFixture fixture) =>
            fixture.Rows("cms117").Where(row => row.Evidence is not null).Select(row => (row.Indicator, row.Unit)).Order().ToArray();
    }

    static List<Dictionary<string, string?>> Children(string file)
    {
        var table = Assert.Single(DrawnTable.Read(Path.Combine(AppContext.BaseDirectory, "measures", "cms117", file)));
        return table.Rows.Select(row => table.Columns.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second)).ToList();
    }

    static void AssertAgree(IReadOnlyList<Dictionary<string, string?>> children, string? version, int year)
    {
        using var fixture = new MeasureFixture();
        fixture.SetPeriod(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        if (version is not null) fixture.Connection.Execute($"set variable measure_version = '{version}'");
        Fill(fixture, children);
        var got = fixture.Rows("cms117").Where(row => row.Indicator == "combination_10").ToDictionary(row => row.Unit);
        var met = fixture.Connection.QueryRows("select person_key, name from (unpivot cms117_evidence on columns(* exclude (person_key)))")
            .Select(row => ((long)row[0]!, (string)row[1]!)).ToHashSet();
        var wrong = new List<string>();
        for (var i = 0; i < children.Count; i++)
        {
            var child = children[i];
            var populations = !got.TryGetValue(i + 1, out var row) ? "0000" : row.IsExcluded ? "1110" : row.Evidence is null ? "1100" : "1101";
            if (populations != child["populations"]) wrong.Add($"{child["child"]}: populations {populations}, published {child["populations"]}");
            if (!child.TryGetValue("statements", out var statements) || statements is null or ['-', ..]) continue;
            var mine = string.Concat(Statements.Select(statement => met.Contains((i + 1, statement)) ? 'T' : 'F'));
            if (mine != statements) wrong.Add($"{child["child"]}: statements {mine}, engine {statements}");
        }
        Assert.True(wrong.Count == 0, $"{version} {year}: {wrong.Count} of {children.Count} children differ: {string.Join("; ", wrong.Take(10))}");
    }

    static void Fill(MeasureFixture fixture, IReadOnlyList<Dictionary<string, string?>> children)
    {
        using (var to = fixture.Connection.Appender(null, "dim_person", "person_key", "birth_date"))
        {
            for (var i = 0; i < children.Count; i++)
                to.Append((long)i + 1).Append(Day(children[i]["born"]!)).EndRow();
            to.Close();
        }
        long key = 0;
        using (var to = fixture.Connection.Appender(null, "fct_dose", "dose_key", "person_key", "admin_date", "cvx", "is_completed"))
        {
            for (var i = 0; i < children.Count; i++)
                foreach (var (day, code) in Events(children[i]["doses"]))
                {
                    var isCompleted = code[0] != '!';
                    var vaccine = code.TrimStart('!');
                    to.Append(++key).Append((long)i + 1).Append(day).Append(vaccine[0] == 'P' ? CvxOfCpt[vaccine[1..]] : vaccine).Append(isCompleted).EndRow();
                }
            to.Close();
        }
        using (var to = fixture.Connection.Appender(null, "fct_observation", "person_key", "code", "value_code", "observed_date"))
        {
            for (var i = 0; i < children.Count; i++)
                foreach (var (day, code) in Events(children[i]["findings"]))
                {
                    var parts = code.Split('=');
                    to.Append((long)i + 1).Append(parts[0]).Append(parts.Length > 1 ? parts[1] : null).Append(day).EndRow();
                }
            to.Close();
        }
    }

    static IEnumerable<(DateOnly Day, string Code)> Events(string? text) =>
        from visit in (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
        let day = Day(visit[..10])
        from code in visit[11..].Split(',')
        select (day, code);

    static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", null);
}
