using RegistryAnalytics.Evaluation.Schedule;
using RegistryAnalytics.Warehouse.Schedule;
using Xunit.Abstractions;

namespace RegistryAnalytics.Tests.Evaluation.Oracle;

[Trait("kind", "spec")]
public class OracleCasesTests(ITestOutputHelper output)
{
    static readonly ScheduleLibrary Library = new(ScheduleLibrary.BuiltInFolder);
    static readonly ImmunizationSchedule Shipped = Library.Load("4.64").Schedule!;
    static readonly Rows<Season> Loaded = Library.LoadSeasons().Seasons;

    static OraclePerson PersonOf(PublishedCase c) => new(
        c.Born, c.Sex == "F" ? Gender.Female : c.Sex == "M" ? Gender.Male : Gender.Unknown,
        c.Doses.Select(d => new OracleDose(d.Number - 1, d.Date, d.Cvx, d.Mvx)).ToList(),
        c.Observations.Select(o => new OracleObservation(o.Code, o.Date)).ToList(), c.AsOf);

    static OracleResult Run(PublishedCase c) => CdsiOracle.Evaluate(PersonOf(c), SeasonalSchedule.At(Shipped, Loaded, c.AsOf).Schedule);

    static bool Holds(PublishedCase c, OracleGroupForecast f) =>
        f.Status == c.Status && f.Earliest == c.Earliest && f.Recommended == c.Recommended && f.PastDue == c.PastDue && f.Number == c.Number;

    static string Show(OracleGroupForecast f) => $"{f.SeriesType} {f.Status} #{f.Number} {f.Earliest:o}/{f.Recommended:o}/{f.PastDue:o}";

    [Fact]
    public void Healthy()
    {
        var bad = 0;
        foreach (var c in PublishedCases.Healthy)
        {
            var r = Run(c);
            var fs = r.Forecasts.Where(f => f.VaccineGroup == c.Group).ToList();
            if (!fs.Any(f => Holds(c, f)))
            {
                bad++;
                output.WriteLine($"{c.Id} {c.Group} {c.AsOf:o} expected {c.Status} #{c.Number} {c.Earliest:o}/{c.Recommended:o}/{c.PastDue:o} got {string.Join(" & ", fs.Select(Show))}");
            }
            foreach (var d in c.Doses)
            {
                var es = r.Best.SelectMany(b => b.Evaluations.Where(e => e.Dose.Id == d.Number - 1).Select(e => (b.Series.Antigen, e))).ToList();
                if (!es.Any(e => e.e.Status == d.Status && (d.Reason is null || e.e.Reasons.Contains(d.Reason))))
                    output.WriteLine($"{c.Id} dose {d.Number} {d.Cvx} expected {d.Status} {d.Reason} got {string.Join(" & ", es.Select(e => $"{e.Antigen} {e.e.Status} {string.Join(",", e.e.Reasons)}"))}");
            }
        }
        output.WriteLine($"bad {bad}");
        Assert.Equal(0, bad);
    }

    [Fact]
    public void Conditions()
    {
        var bad = 0;
        foreach (var c in PublishedCases.UnderlyingConditions)
        {
            var r = Run(c);
            var fs = r.Forecasts.Where(f => f.VaccineGroup == c.Group).ToList();
            if (!fs.Any(f => Holds(c, f)))
            {
                bad++;
                output.WriteLine($"{c.Id} {c.Group} {c.AsOf:o} expected {c.Status} #{c.Number} {c.Earliest:o}/{c.Recommended:o}/{c.PastDue:o} got {string.Join(" & ", fs.Select(Show))}");
            }
            foreach (var d in c.Doses)
            {
                var es = r.Best.SelectMany(b => b.Evaluations.Where(e => e.Dose.Id == d.Number - 1).Select(e => (b.Series.Antigen, e))).ToList();
                if (!es.Any(e => e.e.Status == d.Status && (d.Reason is null || e.e.Reasons.Contains(d.Reason))))
                    output.WriteLine($"{c.Id} dose {d.Number} {d.Cvx} expected {d.Status} {d.Reason} got {string.Join(" & ", es.Select(e => $"{e.Antigen} {e.e.Status} {string.Join(",", e.e.Reasons)}"))}");
            }
        }
        output.WriteLine($"bad {bad}");
        Assert.Equal(0, bad);
    }
}
