using static RegistryAnalytics.Evaluation.Schedule.OutlineText;

namespace RegistryAnalytics.Evaluation.Schedule;

/// <summary>The part of <see cref="ScheduleWriter"/> that writes one antigen's file.</summary>
static class AntigenWriter
{
    internal static ScheduleFile Write(Antigen antigen, Dictionary<string, string> vaccines, Dictionary<string, string> observations)
    {
        var text = new OutlineText();
        foreach (var code in antigen.ObservationsNamed())
            text.Comment($"observation {code}  {observations.GetValueOrDefault(code, "not listed")}");
        foreach (var cvx in antigen.VaccinesNamed())
            text.Comment($"CVX {cvx}  {vaccines.GetValueOrDefault(cvx, "not listed")}");
        text.Blank();
        text.Line(0, "antigen", antigen.Name);
        if (antigen.Immunity.ClinicalHistory.Count > 0)
            text.Line(1, "immune", string.Join(", ", antigen.Immunity.ClinicalHistory));
        foreach (var b in antigen.Immunity.BirthDates)
            text.Line(1, "immune-if-born", Of("before", b.BornBefore), Of("country", b.Country), Of("unless", b.Exclusions));
        foreach (var (key, rows) in Runs(antigen.Contraindications, c => (c.BeginAge, c.EndAge)))
            text.Line(1, "contraindicated", string.Join(", ", rows.Select(r => r.ObservationCode)), Of("from", key.BeginAge), Of("until", key.EndAge));
        foreach (var c in antigen.VaccineContraindications)
        {
            text.Line(1, "vaccine-contraindicated", c.ObservationCode);
            foreach (var (key, rows) in Runs(c.Vaccines, v => (v.BeginAge, v.EndAge)))
                text.Line(2, "vaccine", string.Join(", ", rows.Select(r => r.Cvx)), Of("from", key.BeginAge), Of("until", key.EndAge));
        }
        foreach (var series in antigen.Series)
        {
            text.Blank();
            Write(text, series);
        }
        return text.ToFile($"antigens/{FileName(antigen.Name)}.txt");
    }

    /// <summary>Lower-case letters, digits and hyphens: the same file on every file system.</summary>
    static string FileName(string name) =>
        string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    static void Write(OutlineText text, Series s)
    {
        text.Line(1, "series", s.Name, Of<SeriesType>("type", s.Type), $"vaccine-group {s.VaccineGroup}",
            s.SharedDecision == SharedDecision.None ? null : Of<SharedDecision>("shared-decision", s.SharedDecision),
            s.RequiredGender == Gender.Any ? null : $"gender {Genders(s.RequiredGender)}",
            Of("equivalent-groups", s.EquivalentSeriesGroups));
        var select = s.Select;
        text.Line(2, "select", Of("group", select.Group), $"group-name {select.GroupName}", $"priority {select.Priority}",
            Of("preference", select.Preference), If(select.DefaultSeries, "default"), If(select.ProductPath, "product-path"),
            Of("start-from", select.MinAgeToStart), Of("start-until", select.MaxAgeToStart));
        foreach (var (key, rows) in Runs(s.Indications, i => (i.BeginAge, i.EndAge)))
            text.Line(2, "indication", string.Join(", ", rows.Select(r => r.ObservationCode)), Of("from", key.BeginAge), Of("until", key.EndAge));
        foreach (var dose in s.Doses)
            Write(text, dose);
    }

    static string Genders(Gender gender) =>
        string.Join(", ", new[] { Gender.Female, Gender.Male, Gender.Unknown }.Where(g => gender.HasFlag(g)).Select(Words.Of));

    static void Write(OutlineText text, SeriesDose d)
    {
        text.Line(2, "dose", Of("", d.Number)!.Trim(), If(d.Recurring, "recurring"));
        if (d.Seasonal is { } season)
            text.Line(3, "seasonal", Of("start", season.Start), Of("end", season.End));
        foreach (var a in d.Ages)
        {
            text.Line(3, "age", Of("abs-min", a.AbsoluteMinimum), Of("min", a.Minimum), Of("earliest", a.EarliestRecommended),
                Of("latest", a.LatestRecommended), Of("max", a.Maximum), Of("effective", a.Effective), Of("ceases", a.Cessation));
        }
        foreach (var i in d.Intervals)
        {
            text.Line(3, "interval", Of<IntervalReference>("after", i.From), Of("number", i.TargetDose), Of("cvx", i.MostRecentCvx),
                Of("observation", i.ObservationCode), Of("abs-min", i.AbsoluteMinimum), Of("min", i.Minimum), Of("earliest", i.EarliestRecommended),
                Of("latest", i.LatestRecommended), If(i.Override, "override"), Of("effective", i.Effective), Of("ceases", i.Cessation));
        }
        foreach (var i in d.AllowableIntervals)
        {
            text.Line(3, "allowable-interval", Of<IntervalReference>("after", i.From), Of("number", i.TargetDose),
                Of("abs-min", i.AbsoluteMinimum), Of("effective", i.Effective), Of("ceases", i.Cessation));
        }
        foreach (var (key, rows) in Runs(d.PreferableVaccines, v => v with { Cvx = "" }))
        {
            text.Line(3, "preferable", string.Join(", ", rows.Select(r => r.Cvx)), Of("from", key.BeginAge), Of("until", key.EndAge),
                Of("trade-name", key.TradeName), Of("mvx", key.Mvx),
                key.Volume is { } ml ? FormattableString.Invariant($"ml {ml}") : null, If(key.Forecast, "forecast"));
        }
        foreach (var (key, rows) in Runs(d.AllowableVaccines, v => (v.BeginAge, v.EndAge)))
            text.Line(3, "allowable", string.Join(", ", rows.Select(r => r.Cvx)), Of("from", key.BeginAge), Of("until", key.EndAge));
        if (d.InadvertentVaccines.Count > 0)
            text.Line(3, "inadvertent", string.Join(", ", d.InadvertentVaccines));
        foreach (var skip in d.ConditionalSkips)
        {
            text.Line(3, "skip", Of<SkipContext>("in", skip.Context), Of("sets", skip.SetLogic));
            foreach (var set in skip.Sets)
            {
                text.Line(4, "set", Of("id", set.Id), Of("conditions", set.ConditionLogic), Of("effective", set.Effective), Of("ceases", set.Cessation));
                foreach (var c in set.Conditions)
                {
                    text.Line(5, "if", Of("id", c.Id), Of<SkipConditionType>("type", c.Type), Of("start", c.StartDate), Of("end", c.EndDate),
                        Of("from", c.BeginAge), Of("until", c.EndAge), Of("interval", c.Interval), Of("doses", c.DoseCount),
                        Of("count", c.DoseType), Of("is", c.CountLogic), Of("cvx", c.VaccineTypes), Of("series-groups", c.SeriesGroups));
                }
            }
        }
    }
}
