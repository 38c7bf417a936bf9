using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Warehouse.Schedule;

/// <summary>Reads one series dose of CDC's supporting data.</summary>
static class SeriesDoseImport
{
    internal static SeriesDose Read(PackageElement root)
    {
        var number = AntigenImport.DoseNumber(root);
        var e = root.At($"dose {number}");
        e.Prose("doseNumber");
        var dose = new SeriesDose(
            number,
            e.YesNo("recurringDose") ?? false,
            SeasonalOf(e.Child("seasonalRecommendation")),
            e.Children("age").Select(AgeOf).ToRows(),
            e.Children("interval").Select(IntervalOf).ToRows(),
            e.Children("allowableInterval").Select(AllowableIntervalOf).ToRows(),
            e.Children("preferableVaccine").Select(PreferableOf).ToRows(),
            e.Children("allowableVaccine").Select(AllowableOf).OrderBy(v => Order(v.BeginAge)).ThenBy(v => Order(v.EndAge)).ThenBy(v => v.Cvx, StringComparer.Ordinal).ToRows(),
            e.Children("inadvertentVaccine").Select(InadvertentOf).ToRows(),
            e.Children("conditionalSkip").Select(SkipOf).ToRows());
        e.Close();
        return dose;
    }

    /// <summary>An order for writing, so that rows of one age range stand together; absent first.</summary>
    internal static (bool, int, int) Order(Period? period) => period is { } p ? (true, p.TotalMonths, p.TotalDays) : default;

    static T Closed<T>(PackageElement e, T value)
    {
        e.Close();
        return value;
    }

    static SeasonalRecommendation? SeasonalOf(PackageElement? e) =>
        e is null ? null : Closed(e, new SeasonalRecommendation(e.Date("startDate"), e.Date("endDate")));

    static AgeRule AgeOf(PackageElement e) => Closed(e, new AgeRule(
        e.Age("absMinAge"), e.Age("minAge"), e.Age("earliestRecAge"), e.Age("latestRecAge"), e.Age("maxAge"),
        e.Date("effectiveDate"), e.Date("cessationDate")));

    static IntervalRule IntervalOf(PackageElement e)
    {
        var fromPrevious = e.YesNo("fromPrevious") ?? false;
        var target = e.Number("fromTargetDose");
        var recent = e.Codes("fromMostRecent");
        var observation = e.Child("fromRelevantObs");
        observation?.Prose("text");
        var code = observation?.Code("code");
        observation?.Close();
        return Closed(e, new IntervalRule(
            ReferenceOf(e, fromPrevious, target, recent.Count > 0, code is not null),
            target,
            recent,
            code,
            e.Age("absMinInt"),
            e.Age("minInt"),
            e.Age("earliestRecInt"),
            e.Age("latestRecInt"),
            e.Word<bool>("intervalPriority", ("override", true), ("Y", true)) ?? false,
            e.Date("effectiveDate"),
            e.Date("cessationDate")));
    }

    static AllowableInterval AllowableIntervalOf(PackageElement e)
    {
        var fromPrevious = e.YesNo("fromPrevious") ?? false;
        var target = e.Number("fromTargetDose");
        return Closed(e, new AllowableInterval(
            ReferenceOf(e, fromPrevious, target, false, false), target, e.Age("absMinInt"), e.Date("effectiveDate"), e.Date("cessationDate")));
    }

    static IntervalReference ReferenceOf(PackageElement e, bool previous, int? target, bool recent, bool observation)
    {
        if ((previous ? 1 : 0) + (target is null ? 0 : 1) + (recent ? 1 : 0) + (observation ? 1 : 0) != 1)
            e.Error($"'{e.Name}' counts from exactly one of fromPrevious Y, fromTargetDose, fromMostRecent, fromRelevantObs");
        return previous ? IntervalReference.PreviousDose
            : target is not null ? IntervalReference.TargetDose
            : recent ? IntervalReference.MostRecentVaccine
            : IntervalReference.RelevantObservation;
    }

    static PreferableVaccine PreferableOf(PackageElement e)
    {
        e.Prose("vaccineType");
        return Closed(e, new PreferableVaccine(
            e.Code("cvx"), e.Age("beginAge"), e.Age("endAge"), e.Text("tradeName"), e.Text("mvx"), e.Decimal("volume"), e.YesNo("forecastVaccineType") ?? false));
    }

    static AllowableVaccine AllowableOf(PackageElement e)
    {
        e.Prose("vaccineType");
        return Closed(e, new AllowableVaccine(e.Code("cvx"), e.Age("beginAge"), e.Age("endAge")));
    }

    static string InadvertentOf(PackageElement e)
    {
        e.Prose("vaccineType");
        return Closed(e, e.Code("cvx"));
    }

    static ConditionalSkip SkipOf(PackageElement e) => Closed(e, new ConditionalSkip(
        e.RequiredWord<SkipContext>("context", ("Evaluation", SkipContext.Evaluation), ("Forecast", SkipContext.Forecast), ("Both", SkipContext.Both)),
        LogicOf(e, "setLogic"),
        e.Children("set").Select(SetOf).ToRows()));

    static SkipLogic? LogicOf(PackageElement e, string name) => e.Word<SkipLogic>(name, ("AND", SkipLogic.And), ("OR", SkipLogic.Or));

    static SkipSet SetOf(PackageElement e)
    {
        e.Prose("setDescription");
        return Closed(e, new SkipSet(
            e.RequiredNumber("setID"), LogicOf(e, "conditionLogic"), e.Date("effectiveDate"), e.Date("cessationDate"),
            e.Children("condition").Select(ConditionOf).ToRows()));
    }

    static SkipCondition ConditionOf(PackageElement e) => Closed(e, new SkipCondition(
        e.RequiredNumber("conditionID"),
        e.RequiredWord<SkipConditionType>("conditionType",
            ("Age", SkipConditionType.Age),
            ("Interval", SkipConditionType.Interval),
            ("Completed Series", SkipConditionType.CompletedSeries),
            ("Vaccine Count by Age", SkipConditionType.VaccineCountByAge),
            ("Vaccine Count by Date", SkipConditionType.VaccineCountByDate),
            ("Vaccine Count by Date and Age", SkipConditionType.VaccineCountByDateAndAge)),
        e.Date("startDate"),
        e.Date("endDate"),
        e.Age("beginAge"),
        e.Age("endAge"),
        e.Age("interval"),
        e.Number("doseCount"),
        e.Word<DoseCountType>("doseType", ("Valid", DoseCountType.Valid), ("Total", DoseCountType.Total)),
        e.Word<DoseCountLogic>("doseCountLogic", ("greater than", DoseCountLogic.GreaterThan), ("equal to", DoseCountLogic.EqualTo), ("less than", DoseCountLogic.LessThan)),
        e.Codes("vaccineTypes"),
        e.Numbers("seriesGroups")));
}
