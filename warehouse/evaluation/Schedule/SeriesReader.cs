namespace RegistryAnalytics.Evaluation.Schedule;

/// <summary>The part of <see cref="ScheduleReader"/> that reads a series and its doses.</summary>
static class SeriesReader
{
    internal static Series SeriesOf(OutlineNode n, string antigen) => new(
        n.Value(),
        antigen,
        n.Required("vaccine-group"),
        n.RequiredWord<SeriesType>("type"),
        n.Word<SharedDecision>("shared-decision") ?? SharedDecision.None,
        GenderOf(n),
        n.Numbers("equivalent-groups"),
        SelectOf(n),
        n.Children("indication").SelectMany(i => ScheduleReader.Spread(i, (code, from, until) => new Indication(code, from, until))).ToRows(),
        n.Children("dose").Select(DoseOf).ToRows());

    static Gender GenderOf(OutlineNode n)
    {
        if (n.Text("gender") is not { } text)
            return Gender.Any;
        var gender = Gender.None;
        foreach (var word in OutlineNode.List(text, ','))
        {
            if (Words.TryParse<Gender>(word, out var one) && one is Gender.Female or Gender.Male or Gender.Unknown)
                gender |= one;
            else
                n.Error($"gender '{word}' is not one of female, male, unknown");
        }
        return gender;
    }

    static SelectSeries SelectOf(OutlineNode series)
    {
        var lines = series.Children("select").ToList();
        if (lines.Count != 1)
        {
            series.Error($"a series has exactly one line 'select', not {lines.Count}");
            return new SelectSeries(false, false, 0, "", 'A', null, null, null);
        }
        var n = lines[0];
        var priority = n.Required("priority");
        if (priority is not [>= 'A' and <= 'Z'])
            n.Error($"priority '{priority}' is not one capital letter");
        return new SelectSeries(
            n.Flag("default"),
            n.Flag("product-path"),
            n.RequiredNumber("group"),
            n.Required("group-name"),
            priority is [var letter] ? letter : 'A',
            n.Number("preference"),
            n.Period("start-from"),
            n.Period("start-until"));
    }

    static SeriesDose DoseOf(OutlineNode n)
    {
        if (!int.TryParse(n.Value(), out var number))
            n.Error("a dose is named by its number");
        var seasons = n.Children("seasonal").ToList();
        if (seasons.Count > 1)
            n.Error("a dose has one line 'seasonal' at most");
        return new SeriesDose(
            number,
            n.Flag("recurring"),
            seasons is [var s, ..] ? new SeasonalRecommendation(s.Date("start"), s.Date("end")) : null,
            n.Children("age").Select(AgeOf).ToRows(),
            n.Children("interval").Select(IntervalOf).ToRows(),
            n.Children("allowable-interval").Select(i =>
            {
                var (from, target) = ReferenceOf(i);
                return new AllowableInterval(from, target, i.Period("abs-min"), i.Date("effective"), i.Date("ceases"));
            }).ToRows(),
            n.Children("preferable").SelectMany(PreferableOf).ToRows(),
            n.Children("allowable").SelectMany(v => ScheduleReader.Spread(v, (cvx, from, until) => new AllowableVaccine(cvx, from, until))).ToRows(),
            n.Children("inadvertent").SelectMany(v => v.ValueCodes()).ToRows(),
            n.Children("skip").Select(SkipOf).ToRows());
    }

    static AgeRule AgeOf(OutlineNode n) => new(
        n.Period("abs-min"), n.Period("min"), n.Period("earliest"), n.Period("latest"), n.Period("max"), n.Date("effective"), n.Date("ceases"));

    static (IntervalReference From, int? TargetDose) ReferenceOf(OutlineNode n)
    {
        var from = n.RequiredWord<IntervalReference>("after");
        return (from, from == IntervalReference.TargetDose ? n.RequiredNumber("number") : null);
    }

    static IntervalRule IntervalOf(OutlineNode n)
    {
        var (from, target) = ReferenceOf(n);
        return new IntervalRule(
            from,
            target,
            from == IntervalReference.MostRecentVaccine ? n.Codes("cvx") : [],
            from == IntervalReference.RelevantObservation ? n.Required("observation") : null,
            n.Period("abs-min"),
            n.Period("min"),
            n.Period("earliest"),
            n.Period("latest"),
            n.Flag("override"),
            n.Date("effective"),
            n.Date("ceases"));
    }

    static IEnumerable<PreferableVaccine> PreferableOf(OutlineNode n)
    {
        var (codes, from, until) = (n.ValueCodes(), n.Period("from"), n.Period("until"));
        var (name, mvx, volume, forecast) = (n.Text("trade-name"), n.Text("mvx"), n.Decimal("ml"), n.Flag("forecast"));
        return codes.Select(cvx => new PreferableVaccine(cvx, from, until, name, mvx, volume, forecast)).ToList();
    }

    static ConditionalSkip SkipOf(OutlineNode n) => new(
        n.RequiredWord<SkipContext>("in"),
        n.Word<SkipLogic>("sets"),
        n.Children("set").Select(set => new SkipSet(
            set.RequiredNumber("id"),
            set.Word<SkipLogic>("conditions"),
            set.Date("effective"),
            set.Date("ceases"),
            set.Children("if").Select(ConditionOf).ToRows())).ToRows());

    static SkipCondition ConditionOf(OutlineNode n) => new(
        n.RequiredNumber("id"),
        n.RequiredWord<SkipConditionType>("type"),
        n.Date("start"),
        n.Date("end"),
        n.Period("from"),
        n.Period("until"),
        n.Period("interval"),
        n.Number("doses"),
        n.Word<DoseCountType>("count"),
        n.Word<DoseCountLogic>("is"),
        n.Codes("cvx"),
        n.Numbers("series-groups"));
}
