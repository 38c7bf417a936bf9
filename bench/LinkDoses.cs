using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Bench;

/// <summary>Dose consolidation by size, over made-up dose records.</summary>
public static class LinkDoses
{
    [Bench("link-doses", "dose records to vaccination events; LINK_DOSES=records, several sizes by commas (2000000)")]
    public static void Run(BenchReport report)
    {
        foreach (var size in (Environment.GetEnvironmentVariable("LINK_DOSES") ?? "2000000").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)))
        {
            var folder = Directory.CreateTempSubdirectory("link-doses").FullName;
            try
            {
                using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 4L << 30, TempDirectory = folder });
                using var writing = database.Connect();
                writing.Execute($"attach '{Path.Combine(folder, "facts.duckdb")}' as facts");
                writing.Execute(string.Create(CultureInfo.InvariantCulture, $"set variable records = {size}; {Made}"));
                var counts = new DoseCounts(0, 0, 0);
                var line = report.Measure($"{size:N0} dose records to events", "records", () =>
                {
                    writing.Execute("drop table if exists facts.main.fct_dose_source; drop table if exists facts.main.fct_dose_doubt");
                    counts = DoseConsolidation.Run(database.Connect, writing, "facts");
                    return counts.Records;
                }, rounds: 1, warmUp: false);
                report.Note(string.Create(CultureInfo.InvariantCulture,
                    $"{counts.Records:N0} records, {counts.Events:N0} events, {counts.Unsure:N0} in doubt; peak working set of the process {LinkResults.PeakMiB():N0} MiB"));
                LinkResults.Save([LinkResults.Speed(line.Label, size, string.Create(CultureInfo.InvariantCulture, $"LINK_DOSES={size} ./registry bench link-doses"), line, LinkResults.PeakMiB())]);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    // Twenty records a person: twelve doses on five visits, every second told again by others, some a few days off or without a lot.
    const string Made = """
        create table code_cvx_group as select * from (values (20, 'DTaP'), (10, 'Polio'), (110, 'DTaP'), (110, 'Polio'), (110, 'HepB'), (08, 'HepB'), (49, 'Hib'), (133, 'Pneumococcal'), (03, 'MMR'), (21, 'Varicella'), (83, 'HepA')) as t(cvx, vaccine_group);
        create table code_cvx as select distinct cvx, 'specific' as kind from code_cvx_group;
        create table dose_source as
        with numbered as (select i // 20 as person, i % 20 as n, i from range(getvariable('records')) as t(i)),
        dose as (select *, case when n < 12 then n else (n - 12) * 3 // 2 end as d, n >= 12 as is_again from numbered)
        select
            person * 1000003 as person_key,
            i as dose_row_key,
            date '2019-01-01' + cast(person % 2000 + (d // 3) * 61 + case when is_again and i % 7 = 0 then 2 else 0 end as integer) as admin_date,
            case when is_again then 'historical' else 'administered' end as kind,
            true as is_completed,
            cast([20, 10, 110, 49, 133, 3, 21, 83, 8, 20, 10, 49][d + 1] as varchar) as cvx,
            case when is_again and i % 3 > 0 then null else 'L' || (person * 12 + d) % 5000 end as lot,
            cast(null as varchar) as ndc,
            case when is_again then null else ['PMC', 'SKB', 'MSD'][d % 3 + 1] end as mvx,
            'P' || (person + case when is_again then 7 else 0 end) % 900 as practice_id,
            case when is_again then null else 'LT' end as site,
            case when is_again then null else 'IM' end as route,
            'S' || (person + case when is_again then 7 else 0 end) % 40 as teller
        from dose
        """;
}
