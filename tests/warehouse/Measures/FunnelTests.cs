using System.Globalization;
using RegistryAnalytics.Tests.Warehouse.Sql;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>What chance explains of practices: limits at their turning points, and the whole mart against counting patient by patient.</summary>
[Trait("kind", "sql")]
public class FunnelTests
{
    static readonly DateOnly On = new(2025, 6, 30);

    [Theory]
    // 1.96 and 3.09 standard errors of 0.05 around a half.
    [InlineData(5_000, 10_000, 100, 34, "far_below", 0.402, 0.598, 0.3455, 0.6545)]
    [InlineData(5_000, 10_000, 100, 35, "below", 0.402, 0.598, 0.3455, 0.6545)]
    [InlineData(5_000, 10_000, 100, 40, "below", 0.402, 0.598, 0.3455, 0.6545)]
    [InlineData(5_000, 10_000, 100, 41, "within", 0.402, 0.598, 0.3455, 0.6545)]
    [InlineData(5_000, 10_000, 100, 59, "within", 0.402, 0.598, 0.3455, 0.6545)]
    [InlineData(5_000, 10_000, 100, 60, "above", 0.402, 0.598, 0.3455, 0.6545)]
    [InlineData(5_000, 10_000, 100, 66, "far_above", 0.402, 0.598, 0.3455, 0.6545)]
    // Normal limits that pass 1 stop there: 5 of 50 are expected to be missing.
    [InlineData(9_000, 10_000, 50, 50, "above", 0.8168442425, 0.9831557575, 0.7689024028, 1.0)]
    // Of 100 at 1 in 100, three or fewer with a chance of 0.9816, four 0.9966, five 0.9995: exact.
    [InlineData(100, 10_000, 100, 0, "within", 0.0, 0.03, 0.0, 0.05)]
    [InlineData(100, 10_000, 100, 3, "within", 0.0, 0.03, 0.0, 0.05)]
    [InlineData(100, 10_000, 100, 4, "above", 0.0, 0.03, 0.0, 0.05)]
    [InlineData(100, 10_000, 100, 5, "above", 0.0, 0.03, 0.0, 0.05)]
    [InlineData(100, 10_000, 100, 6, "far_above", 0.0, 0.03, 0.0, 0.05)]
    [InlineData(9_900, 10_000, 100, 97, "within", 0.97, 1.0, 0.95, 1.0)]
    [InlineData(9_900, 10_000, 100, 96, "below", 0.97, 1.0, 0.95, 1.0)]
    [InlineData(9_900, 10_000, 100, 94, "far_below", 0.97, 1.0, 0.95, 1.0)]
    // Exact limits below 5 expected patients, normal ones from 5 on.
    [InlineData(1_000, 10_000, 49, 9, "within", 0.0204081633, 0.1836734694, 0.0, 0.2448979592)]
    [InlineData(1_000, 10_000, 49, 10, "above", 0.0204081633, 0.1836734694, 0.0, 0.2448979592)]
    [InlineData(1_000, 10_000, 50, 10, "above", 0.0168442425, 0.1831557575, 0.0, 0.2310975972)]
    // Where nobody or everybody is up to date every practice is as the state.
    [InlineData(0, 10_000, 100, 0, "within", 0.0, 0.0, 0.0, 0.0)]
    [InlineData(10_000, 10_000, 100, 100, "within", 1.0, 1.0, 1.0, 1.0)]
    // The least number that is ranked, and one patient fewer.
    [InlineData(5_000, 10_000, 30, 5, "far_below", 0.3210772979, 0.6789227021, 0.2179228828, 0.7820771172)]
    [InlineData(5_000, 10_000, 29, 5, null, null, null, null, null)]
    public void A_practice_stands_within_or_outside_what_chance_explains(
        long stateMet, long state, long size, long met, string? standing, double? low, double? high, double? farLow, double? farHigh)
    {
        using var fixture = new MeasureFixture();
        fixture.Connection.Execute("""
            create table practice_count as select 'm' as measure, 'p' as period, practice_key, 'mmr' as indicator, n::bigint as n_patients, k::bigint as n_up_to_date, 0::bigint as n_by_milestone,
                0::bigint as n_late, 0::bigint as n_missed_last_visit, 0::bigint as n_missed, 0::bigint as n_missed_still_due, n::bigint as n_with_inactivated, k::bigint as n_up_to_date_with_inactivated
            from (values (null, $1, $2), (1, $3, $4)) counts (practice_key, n, k)
            """, state, stateMet, size, met);
        var row = fixture.Connection.QueryRows($"select standing, funnel_low, funnel_high, funnel_far_low, funnel_far_high from ({Sql("agg_practice_assessment")}) where practice_key = 1").Single();
        Assert.Equal(standing, (string?)row[0]);
        foreach (var (wanted, got) in new[] { low, high, farLow, farHigh }.Zip(row[1..]))
            if (wanted is { } limit) Assert.Equal(limit, (double)got!, 1e-7);
            else Assert.Null(got);
    }

    [Theory]
    [InlineData("funnel_z_hundredths", "funnel_tail_per_10000")]
    [InlineData("funnel_far_z_hundredths", "funnel_far_tail_per_10000")]
    public void The_tail_of_exact_limits_is_that_of_the_normal_ones(string z, string tail)
    {
        using var fixture = new MeasureFixture();
        double value(string name) => double.Parse(fixture.Connection.QueryScalar<string>("select value from code_program_parameter where name = $1", name)!, CultureInfo.InvariantCulture);
        // Simpson's rule over the normal density from z to 12.
        double from = value(z) / 100, step = (12 - from) / 10_000, sum = 0;
        for (var i = 0; i <= 10_000; i++)
            sum += Math.Exp(-(from + i * step) * (from + i * step) / 2) * (i is 0 or 10_000 ? 1 : i % 2 == 1 ? 4 : 2);
        Assert.Equal(sum * step / 3 / Math.Sqrt(2 * Math.PI) * 10_000, value(tail), 0.05);
    }

    [Theory]
    [InlineData("practice_childhood")]
    [InlineData("practice_adolescent")]
    public void The_comparison_of_practices_agrees_with_the_slow_count(string measure)
    {
        var isChild = measure == "practice_childhood";
        var (exact, standings) = (0, new HashSet<string>());
        for (var piece = 0; piece < (OracleRun.IsDeep ? 5 : 1); piece++)
        {
            var random = new Random(measure.Length + piece * 1_000_003);
            var persons = Enumerable.Range(1, OracleRun.IsDeep ? 20_000 : 1_500).Select(key => Sorted(PracticeOracle.Make(random, key, On, isChild))).ToArray();
            using var fixture = new MeasureFixture();
            fixture.SetPeriod(On, On);
            GivenStar.Fill(fixture, persons, false);
            fixture.MakeMart("agg_practice_assessment");
            var got = fixture.Connection.QueryRows("""
                select practice_key, indicator, n_patients, n_up_to_date, n_with_inactivated, rank, n_ranked, round(funnel_low, 9), round(funnel_high, 9), round(funnel_far_low, 9), round(funnel_far_high, 9), standing
                from agg_practice_assessment where measure = $1
                """, measure).ToDictionary(row => ((long?)row[0], (string)row[1]!), row => string.Join(" | ", row[2..]));
            var practiceOf = persons.SelectMany(person => person.Relations).ToDictionary(relation => relation.Key, relation => relation.Practice);
            var units = persons.SelectMany(person => PracticeOracle.Rows(person, On, isChild)).Where(unit => !unit.Row.IsExcluded).ToArray();
            foreach (var indicator in units.GroupBy(unit => unit.Row.Indicator))
            {
                // The mart tells what was reached on time and missed beside the antigen itself.
                if (indicator.Key.EndsWith("_by_milestone", StringComparison.Ordinal) || indicator.Key.EndsWith("_missed", StringComparison.Ordinal) || indicator.Key.EndsWith("_missed_on_last_visit", StringComparison.Ordinal)) continue;
                var sites = indicator.GroupBy(unit => practiceOf[unit.Row.Unit])
                    .Select(site => (site.Key, All: site.Count(), Size: site.Count(unit => unit.IsCounted), Met: site.Count(unit => unit.IsCounted && unit.Row.Evidence is not null))).ToArray();
                var ranked = sites.Where(site => site.Size >= 30).ToArray();
                int size = sites.Sum(site => site.Size), met = sites.Sum(site => site.Met);
                foreach (var site in sites)
                {
                    object?[] limits = [null, null, null, null, null];
                    int? rank = null;
                    if (site.Size >= 30)
                    {
                        var isFewBetter = indicator.Key.StartsWith("missed_", StringComparison.Ordinal) || indicator.Key.EndsWith("_late_start", StringComparison.Ordinal) || indicator.Key.EndsWith("_drop_off", StringComparison.Ordinal);
                        rank = 1 + ranked.Count(other => isFewBetter ? (long)other.Met * site.Size < (long)site.Met * other.Size : (long)other.Met * site.Size > (long)site.Met * other.Size);
                        var (inner, far) = (Limits(met, size, site.Size, 1.96, 0.025), Limits(met, size, site.Size, 3.09, 0.001));
                        var rate = (double)site.Met / site.Size;
                        var standing = rate < far.Low - 1e-12 ? "far_below" : rate > far.High + 1e-12 ? "far_above" : rate < inner.Low - 1e-12 ? "below" : rate > inner.High + 1e-12 ? "above" : "within";
                        limits = [Math.Round(inner.Low, 9), Math.Round(inner.High, 9), Math.Round(far.Low, 9), Math.Round(far.High, 9), standing];
                        exact += inner.IsExact ? 1 : 0;
                        standings.Add(standing);
                    }
                    var wanted = string.Join(" | ", [(long)site.Size, (long)site.Met, (long)site.All, rank, ranked.Length, .. limits]);
                    Assert.True(got.TryGetValue((site.Key, indicator.Key), out var found), $"{measure}, piece {piece}: practice {site.Key} has no {indicator.Key}");
                    Assert.True(wanted == found, $"{measure}, piece {piece}, practice {site.Key}, {indicator.Key}: the mart says {found}, the slow count {wanted}.");
                }
            }
        }
        Assert.True((exact > 0 || !isChild) && standings.Count == 5, $"only {exact} exact limits and {string.Join(", ", standings)} among the made-up practices");
    }

    // Practice 1 sees whom others sent away unvaccinated, practice 2 those who had much: else nobody is outside of what chance explains.
    static GivenPerson Sorted(GivenPerson person) => person with
    {
        Relations = person.Relations.Select(relation => relation.Practice > 2 ? relation : relation with { Practice = person.Doses.Count < 6 ? 1 : 2 }).DistinctBy(relation => relation.Key).ToArray(),
    };

    // Patient after patient: the chance of each number of the rarer outcome.
    static (double Low, double High, bool IsExact) Limits(int met, int state, int size, double z, double tail)
    {
        var (rate, rare) = ((double)met / state, (double)Math.Min(met, state - met) / state);
        if (rare == 0) return (rate, rate, false);
        if (size * rare >= 5)
        {
            var half = z * Math.Sqrt(rate * (1 - rate) / size);
            return (Math.Max(0, rate - half), Math.Min(1, rate + half), false);
        }
        var chance = new double[size + 1];
        chance[0] = 1;
        for (var patient = 1; patient <= size; patient++)
            for (var n = patient; n >= 0; n--)
                chance[n] = chance[n] * (1 - rare) + (n > 0 ? chance[n - 1] * rare : 0);
        int low = 0, high = 0;
        double upTo = chance[0];
        while (upTo <= tail) upTo += chance[++low];
        upTo = chance[0];
        while (upTo < 1 - tail) upTo += chance[++high];
        return rate <= 0.5 ? ((double)low / size, (double)high / size, true) : ((double)(size - high) / size, (double)(size - low) / size, true);
    }

    static string Sql(string model) => ModelGraph.Load(Content.Folder).Single(one => one.Name == model).Sql;
}
