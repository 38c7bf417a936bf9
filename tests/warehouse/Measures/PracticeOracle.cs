using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>Practice assessment once more: one patient at one practice, one antigen and one visit at a time.</summary>
static class PracticeOracle
{
    /// <param name="Antigens">All of them must be met.</param>
    /// <param name="Due">By dose number: months of age from which it is due, and days after the dose before.</param>
    sealed record Rule(string Indicator, string[] Antigens, string Group, int Doses, (int Months, int Days)[] Due)
    {
        internal int[] UntilDays { get; init; } = [];
        internal int[] UntilMonths { get; init; } = [];

        /// <summary>By dose number: calendar months after the dose before; and days after the first dose.</summary>
        internal int[] AfterMonths { get; init; } = [];
        internal int[] AfterFirst { get; init; } = [];
        internal bool InSeries { get; init; }
        internal bool FewerWhenComplete { get; init; }
        internal int FromMonths { get; init; }
        internal int MinAgeMonths { get; init; }
        internal bool IsLive { get; init; }
    }

    static readonly Rule[] Childhood =
    [
        new("dtap", ["Pertussis"], "DTaP/Tdap/Td", 4, [(2, 0), (4, 28), (6, 28), (15, 0)]) { InSeries = true, AfterMonths = [0, 0, 0, 6] },
        new("ipv", ["Polio"], "Polio", 3, [(2, 0), (4, 28), (6, 28)]) { InSeries = true },
        new("mmr", ["Measles", "Mumps", "Rubella"], "MMR", 1, [(12, 0)]) { InSeries = true, IsLive = true },
        new("hib", ["Hib"], "Hib", 4, [(2, 0), (4, 28), (6, 28), (12, 56)]) { InSeries = true, FewerWhenComplete = true },
        new("hepb", ["HepB"], "HepB", 3, [(0, 0), (1, 28), (6, 56)]) { InSeries = true, AfterFirst = [0, 0, 112] },
        new("var", ["Varicella"], "Varicella", 1, [(12, 0)]) { InSeries = true, IsLive = true },
        new("pcv", ["Pneumococcal"], "Pneumococcal", 4, [(2, 0), (4, 28), (6, 28), (12, 56)]) { InSeries = true, FewerWhenComplete = true },
        new("hepa_1", ["HepA"], "HepA", 1, [(12, 0)]),
        new("hepa_2", ["HepA"], "HepA", 2, [(12, 0), (18, 0)]) { AfterMonths = [0, 6] },
        new("rotavirus", ["Rotavirus"], "Rotavirus", 3, [(2, 0), (4, 28), (6, 28)]) { FewerWhenComplete = true, UntilDays = [104], UntilMonths = [0, 8, 8] },
    ];

    static readonly Rule[] Adolescent =
    [
        new("tdap", ["Pertussis"], "DTaP/Tdap/Td", 1, [(132, 0)]) { InSeries = true, FromMonths = 120 },
        new("menacwy", ["Meningococcal"], "Meningococcal", 1, [(132, 0)]) { InSeries = true, FromMonths = 120 },
        new("menacwy_2", ["Meningococcal"], "Meningococcal", 2, [(132, 0), (192, 56)]) { FromMonths = 120, MinAgeMonths = 192 },
        new("hpv_started", ["HPV"], "HPV", 1, [(132, 0)]),
        new("hpv", ["HPV"], "HPV", 3, [(132, 0), (132, 0)]) { InSeries = true, FewerWhenComplete = true, AfterMonths = [0, 5] },
        new("mmr", ["Measles", "Mumps", "Rubella"], "MMR", 2, [(132, 0), (132, 28)]) { IsLive = true },
        new("var", ["Varicella"], "Varicella", 2, [(132, 0), (132, 84)]) { IsLive = true },
        new("hepb", ["HepB"], "HepB", 3, [(132, 0), (132, 28), (132, 56)]) { FewerWhenComplete = true, AfterFirst = [0, 0, 112] },
        new("ipv", ["Polio"], "Polio", 3, [(132, 0), (132, 28), (132, 0)]) { FewerWhenComplete = true, AfterMonths = [0, 0, 6] },
    ];

    internal static GivenPerson Make(Random random, long key, DateOnly on, bool isChild)
    {
        var months = isChild ? random.Next(23, 37) : random.Next(155, 218);
        var birth = CqlCalendar.AddMonths(on, -months).AddDays(random.Next(3) == 0 ? random.Next(-1, 2) : -random.Next(30));
        var rules = isChild ? Childhood : Adolescent;
        DateOnly[] turns = isChild
            ? [.. new[] { 0, 2, 4, 6, 8, 12, 15, 18, 24 }.Select(month => CqlCalendar.AddMonths(birth, month)), birth.AddDays(92), on]
            : [.. new[] { 108, 120, 132, 156, 192 }.Select(month => CqlCalendar.AddMonths(birth, month)), on];
        var doses = new List<GivenDose>();
        for (var i = random.Next(14); i > 0; i--)
        {
            var given = rules[random.Next(rules.Length)];
            var day = random.Next(4) switch
            {
                0 when doses.Count > 0 => doses[^1].Day,
                1 when doses.Count > 0 => doses[random.Next(doses.Count)].Day.AddDays(new[] { 27, 28, 56, 112, 151, 182 }[random.Next(6)] + random.Next(-2, 3)),
                2 => turns[random.Next(turns.Length)].AddDays(random.Next(-1, 2)),
                _ => DateOnly.FromDayNumber(random.Next(birth.DayNumber, on.DayNumber + 20)),
            };
            doses.Add(new GivenDose(day, "20", random.Next(20) > 0, random.Next(5) > 0) { Antigens = given.Antigens });
            while (random.Next(3) == 0) doses.Add(new GivenDose(day, "20", true, random.Next(5) > 0) { Antigens = rules[random.Next(rules.Length)].Antigens });
        }
        string[] statuses = ["Complete", "Not Complete", "Not Complete", "Not Complete", "Aged Out", "Immune", "Contraindicated"];
        var forecasts = rules.Select(rule => rule.Group).Distinct().Where(_ => random.Next(8) > 0)
            .Select(group => new GivenForecast(group, statuses[random.Next(statuses.Length)], on.AddDays(random.Next(-30, 10)))).ToList();
        var isDeceased = random.Next(25) == 0;
        var relations = new List<GivenRelation>();
        for (var i = random.Next(1, 3); i > 0; i--)
            relations.Add(new GivenRelation(key * 3 + i, random.Next(1, 9), birth.AddDays(random.Next(60)), random.Next(3) == 0 ? on.AddDays(random.Next(2) == 0 ? -90 + random.Next(-1, 2) : random.Next(-1, 2)) : null));
        return new GivenPerson(key, birth, true, isDeceased, isDeceased && random.Next(3) > 0 ? on.AddDays(random.Next(-30, 2)) : null, random.Next(30) == 0, "35001", doses, [], [])
        {
            Relations = relations, Forecasts = forecasts,
        };
    }

    internal static IEnumerable<(OracleRow Row, bool IsCounted)> Rows(GivenPerson person, DateOnly on, bool isChild)
    {
        var (from, to) = isChild ? (24, 36) : (156, 216);
        if (CqlCalendar.AddMonths(person.Birth, from) > on || CqlCalendar.AddMonths(person.Birth, to) <= on) yield break;
        var excluded = person.HasDied(on) || person.IsOptedOut;
        var assessed = Assess(person, on, isChild).ToList();
        foreach (var relation in person.Relations)
        {
            if (relation.From > on || relation.To < on.AddDays(-90)) continue;
            var isActive = relation.To is not { } left || left > on;
            foreach (var (indicator, evidence) in assessed) yield return (new OracleRow(indicator, relation.Key, excluded, evidence), isActive);
        }
    }

    static IEnumerable<(string Indicator, DateOnly? Evidence)> Assess(GivenPerson person, DateOnly on, bool isChild)
    {
        var milestone = CqlCalendar.AddMonths(person.Birth, isChild ? 24 : 156);
        var rules = (isChild ? Childhood : Adolescent).Where(rule => CqlCalendar.AddMonths(person.Birth, rule.MinAgeMonths) <= on).ToArray();
        var met = rules.ToDictionary(rule => rule.Indicator, rule => Met(person, rule, on));
        DateOnly? inTime(DateOnly? day) => day <= milestone ? day : null;
        foreach (var rule in rules)
        {
            yield return (rule.Indicator, met[rule.Indicator]);
            yield return (rule.Indicator + "_by_milestone", inTime(met[rule.Indicator]));
        }
        var series = rules.Where(rule => rule.InSeries).ToArray();
        var missing = series.Where(rule => met[rule.Indicator] is null).ToArray();
        DateOnly? complete = missing.Length == 0 ? series.Max(rule => met[rule.Indicator]) : null;
        yield return ("series", complete);
        yield return ("series_by_milestone", inTime(complete));
        if (missing.Length > 0)
        {
            yield return ("series_one_visit_away", missing.All(rule => IsOneShort(person, rule, on)) ? on : null);
            yield return ("series_eligible_today", missing.Any(rule => MayBeGiven(person, rule, on)) ? on : null);
        }

        var visits = person.Doses.Where(dose => dose.IsCompleted && dose.Day >= person.Birth && dose.Day <= on).Select(dose => dose.Day).Distinct().Order().ToList();
        bool missed(Rule rule, DateOnly visit) => IsMissed(person, rule, visit, met[rule.Indicator], isChild ? Childhood : Adolescent);
        DateOnly? firstMissed(IEnumerable<Rule> of) => visits.Where(visit => of.Any(rule => missed(rule, visit))).Select(day => (DateOnly?)day).FirstOrDefault();
        yield return ("missed_opportunity", firstMissed(rules));
        yield return ("missed_opportunity_on_last_visit", visits.Count > 0 && rules.Any(rule => missed(rule, visits[^1])) ? visits[^1] : null);
        foreach (var rule in rules) yield return (rule.Indicator + "_missed", firstMissed([rule]));
        foreach (var rule in rules.Where(rule => met[rule.Indicator] is null))
            yield return (rule.Indicator + "_missed_on_last_visit", visits.Count > 0 && missed(rule, visits[^1]) ? visits[^1] : null);
        // How they began: MMR is asked for twice of adolescents alone.
        var begun = isChild ? "dtap" : "mmr";
        var beginning = (isChild ? ["Pertussis"] : new[] { "Measles", "Mumps", "Rubella" }).SelectMany(antigen => Told(person, antigen, 0, on)).Order().ToList();
        if (beginning.Count > 0 && beginning[0] <= milestone) yield return (begun + "_begun_drop_off", inTime(met[begun]) is null ? milestone : null);
        if (!isChild) yield break;

        var (dtap, hepB) = (Told(person, "Pertussis", 0, on), Told(person, "HepB", 0, on));
        if (dtap.Count > 0)
        {
            var isLate = dtap[0].DayNumber - person.Birth.DayNumber >= 92;
            yield return ("dtap_late_start", isLate ? dtap[0] : null);
            yield return (isLate ? "series_of_late_starters" : "series_of_on_time_starters", inTime(complete));
        }
        var half = CqlCalendar.AddMonths(person.Birth, 6);
        if (dtap.Count == 0 || hepB.Count == 0 || dtap[0] > half || hepB[0] > half) yield break;
        foreach (var indicator in new[] { "dtap", "hepb" })
            yield return (indicator + "_drop_off", inTime(met[indicator]) is null ? milestone : null);
    }

    static DateOnly? Met(GivenPerson person, Rule rule, DateOnly on)
    {
        var counted = rule.Antigens.Select(antigen => Counted(person, antigen, rule.FromMonths, on)).ToList();
        DateOnly? byCount = counted.All(days => days.Count >= rule.Doses) ? counted.Max(days => days[rule.Doses - 1]) : null;
        DateOnly? byForecast = rule.FewerWhenComplete && person.Forecasts.Any(forecast => forecast.Group == rule.Group && forecast.Status == "Complete") && counted.Any(days => days.Count > 0)
            ? counted.Where(days => days.Count > 0).Max(days => days[^1])
            : null;
        return OracleDays.First(byCount, byForecast);
    }

    static bool IsOneShort(GivenPerson person, Rule rule, DateOnly on) =>
        rule.Antigens.Select(antigen => Counted(person, antigen, rule.FromMonths, on)).MinBy(days => days.Count) is var counted
        && MayBeGiven(person, rule, on)
        && rule.Indicator switch
        {
            "hib" or "pcv" => true, // from 24 months one dose is enough
            "hpv" => counted!.Count == 2 || counted.Count == 1 && counted[0] < CqlCalendar.Birthday(person.Birth, 15),
            _ => counted!.Count == rule.Doses - 1,
        };

    static bool MayBeGiven(GivenPerson person, Rule rule, DateOnly on) =>
        person.Forecasts.Any(forecast => forecast.Group == rule.Group && forecast.Status == "Not Complete" && forecast.Earliest <= on);

    static bool IsMissed(GivenPerson person, Rule rule, DateOnly visit, DateOnly? met, Rule[] all)
    {
        if (met <= visit) return false;
        if (person.Forecasts.Any(forecast => forecast.Group == rule.Group && forecast.Status is "Immune" or "Contraindicated" && forecast.Group == rule.Group)) return false;
        var given = Told(person, rule.Antigens[0], rule.FromMonths, DateOnly.MaxValue);
        if (given.Contains(visit)) return false;
        var number = 1 + Counted(person, rule.Antigens[0], rule.FromMonths, visit.AddDays(-1)).Count;
        if (number > rule.Due.Length) return false;
        var (months, days) = rule.Due[number - 1];
        if (CqlCalendar.AddMonths(person.Birth, months) > visit) return false;
        if (rule.UntilDays.ElementAtOrDefault(number - 1) is var lastDay and > 0 && visit.DayNumber - person.Birth.DayNumber > lastDay) return false;
        if (rule.UntilMonths.ElementAtOrDefault(number - 1) is var lastMonth and > 0 && visit > CqlCalendar.AddMonths(person.Birth, lastMonth)) return false;
        var before = given.Where(day => day < visit).ToList();
        if (before.Count > 0 && CqlCalendar.AddMonths(before[^1].AddDays(days), rule.AfterMonths.ElementAtOrDefault(number - 1)) > visit) return false;
        if (number > 1 && Counted(person, rule.Antigens[0], rule.FromMonths, visit)[0].AddDays(rule.AfterFirst.ElementAtOrDefault(number - 1)) > visit) return false;
        return !rule.IsLive || !all.Where(other => other.IsLive).SelectMany(other => Told(person, other.Antigens[0], 0, visit.AddDays(-1))).Any(day => day.AddDays(28) > visit);
    }

    static List<DateOnly> Told(GivenPerson person, string antigen, int fromMonths, DateOnly to) =>
        person.Doses.Where(dose => dose.IsCompleted && dose.Antigens.Contains(antigen) && dose.Day >= CqlCalendar.AddMonths(person.Birth, fromMonths) && dose.Day <= to)
            .Select(dose => dose.Day).Distinct().Order().ToList();

    static List<DateOnly> Counted(GivenPerson person, string antigen, int fromMonths, DateOnly to) =>
        person.Valid(antigen, to).Where(day => day >= CqlCalendar.AddMonths(person.Birth, fromMonths)).ToList();
}
