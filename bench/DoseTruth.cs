using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Bench;

/// <summary>Consolidated doses held to a synthetic state's truth.</summary>
/// <remarks>
/// A dose matches where one event holds every standing record of it and no record of another dose. One that was only told in parts
/// (DTaP, polio and hepatitis B for a combination) matches where each part is one event: nothing says that it was one injection.
/// </remarks>
static class DoseTruth
{
    /// <summary>Builds, then how right the doses are: their number, and shares 0–1 of it.</summary>
    public static SortedDictionary<string, double> Doses(DuckDbDatabase database, DuckDbConnection c, string data, string truth)
    {
        if (BuildFolder.Current(data) is null)
            BuildRun.Run(new BuildOptions(data, new Synth.SynthOptions().AsOf, DateTime.MaxValue.AddYears(-100), null, 4L << 30), StandardSteps.All, TimeProvider.System);
        c.Execute($"attach '{Path.Combine(BuildFolder.Current(data)!, "facts.duckdb")}' as facts (read_only)");
        c.Execute($"""
            create table truth_dose as select * from read_csv('{truth}/dose.csv', all_varchar = true);
            create table truth_dose_record as select * from read_csv('{truth}/dose_record.csv', all_varchar = true);
            create table dose_told as
            select distinct map.dose_key as event, told.dose_key as truth, told.coding, told.sender, told.dose_id, dose.cvx, dose.admin_date
            from facts.fct_dose_source as map
            join staged_dose as dose using (dose_row_key)
            join truth_dose_record as told on told.sender = dose.sender and told.dose_id = dose.dose_id;
            create table dose_verdict as
            with of_event as (select event, count(distinct truth) as n_truths from dose_told group by event),
            of_truth as (select truth, count(distinct event) as n_events, max(event) as event, bool_and(coding = 'part') and count(distinct event) = count(distinct cvx) as is_parts_only, bool_or(coding in ('wrong_code', 'unknown_code')) as is_miscoded, bool_or(coding = 'part') as in_parts from dose_told where truth is not null group by truth)
            select of_truth.truth, (n_events = 1 or is_parts_only) and n_truths = 1 as is_right, n_events > 1 and is_parts_only and n_truths = 1 as is_right_in_parts, n_events, n_truths, is_miscoded, in_parts,
                (select count(distinct link.person_key) from told as link where link.truth = truth_dose.person_id) > 1 as has_split_person
            from of_truth join of_event using (event) join truth_dose on truth_dose.dose_key = of_truth.truth
            """);
        object?[] row = c.QueryRows("""
            select count(*), count(*) filter (is_right), count(*) filter (not is_right and is_miscoded), count(*) filter (not is_right and not is_miscoded and has_split_person),
                count(*) filter (not is_right and not is_miscoded and not has_split_person and n_truths > 1), count(*) filter (not is_right and not is_miscoded and not has_split_person and n_truths = 1 and in_parts),
                count(*) filter (not is_right and not is_miscoded and not has_split_person and n_truths = 1 and not in_parts), count(*) filter (is_right_in_parts)
            from dose_verdict
            """)[0]!;
        var n = row.Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture)).ToArray();
        return new()
        {
            ["doses"] = n[0], ["right"] = n[1] / n[0], ["right_in_parts"] = n[7] / n[0], ["right_of_coded"] = n[1] / (n[0] - n[2]), ["miscoded"] = n[2] / n[0],
            ["split_person"] = n[3] / n[0], ["shared"] = n[4] / n[0], ["in_parts"] = n[5] / n[0], ["several"] = n[6] / n[0],
        };
    }
}
