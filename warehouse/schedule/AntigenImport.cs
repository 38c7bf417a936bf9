using System.Globalization;
using System.Text.RegularExpressions;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Warehouse.Schedule;

/// <summary>Reads one antigen's XML file of CDC's supporting data.</summary>
static partial class AntigenImport
{
    internal static Antigen Read(PackageElement root)
    {
        var diseases = root.Children("series").Select(s => s.Text("targetDisease")).Distinct().ToList();
        if (diseases is not [{ } name])
        {
            root.Error($"the series of one file name one targetDisease, not {diseases.Count}: {string.Join(", ", diseases)}");
            name = diseases.FirstOrDefault() ?? "";
        }
        var at = root.At($"antigen {name}");
        var immunity = ImmunityOf(at.Child("immunity"));
        var (all, some) = ContraindicationsOf(at.Child("contraindications"));
        var series = at.Children("series").Select(s => SeriesOf(s, name)).ToRows();
        at.Close();
        return new Antigen(name, immunity, all, some, series);
    }

    static Immunity ImmunityOf(PackageElement? e)
    {
        if (e is null)
            return new Immunity([], []);
        var history = e.Children("clinicalHistory").Select(h =>
        {
            h.Prose("guidelineTitle");
            var code = h.Code("guidelineCode");
            h.Close();
            return code;
        }).ToRows();
        var births = e.Children("dateOfBirth").Select(b =>
        {
            var exclusions = b.Children("exclusion").Select(x =>
            {
                x.Prose("exclusionTitle");
                var code = x.Code("exclusionCode");
                x.Close();
                return code;
            }).ToRows();
            if (b.Date("immunityBirthDate") is not { } before)
            {
                before = default;
                b.Error("'immunityBirthDate' is missing");
            }
            var immunity = new BirthDateImmunity(before, b.Text("birthCountry"), exclusions);
            b.Close();
            return immunity;
        }).ToRows();
        e.Close();
        return new Immunity(history, births);
    }

    static (Rows<Contraindication>, Rows<VaccineContraindication>) ContraindicationsOf(PackageElement? e)
    {
        if (e is null)
            return ([], []);
        var all = (e.Child("vaccineGroup")?.Children("contraindication") ?? []).Select(c =>
        {
            c.Prose("observationTitle", "contraindicationText", "contraindicationGuidance");
            var contraindication = new Contraindication(c.Code("observationCode"), c.Age("beginAge"), c.Age("endAge"));
            c.Close();
            return contraindication;
        }).ToRows();
        var some = (e.Child("vaccine")?.Children("contraindication") ?? []).Select(c =>
        {
            c.Prose("observationTitle", "contraindicationText", "contraindicationGuidance");
            var contraindication = new VaccineContraindication(c.Code("observationCode"), c.Children("contraindicatedVaccine").Select(v =>
            {
                v.Prose("vaccineType");
                var vaccine = new ContraindicatedVaccine(v.Code("cvx"), v.Age("beginAge"), v.Age("endAge"));
                v.Close();
                return vaccine;
            }).ToRows());
            c.Close();
            return contraindication;
        }).ToRows();
        e.Close();
        return (all, some);
    }

    static Series SeriesOf(PackageElement root, string antigen)
    {
        var name = root.Required("seriesName");
        var e = root.At($"series '{name}'");
        e.Prose("targetDisease", "seriesName");
        var indications = e.Children("indication").Select(IndicationOf).ToList();
        var guidance = e.Texts("seriesAdminGuidance").Concat(indications.Select(i => i.Words));
        var series = new Series(
            name,
            antigen,
            e.Required("vaccineGroup"),
            e.RequiredWord<SeriesType>("seriesType", ("Standard", SeriesType.Standard), ("Risk", SeriesType.Risk), ("Evaluation Only", SeriesType.EvaluationOnly)),
            SharedDecisionOf(name, guidance),
            GenderOf(e),
            e.Numbers("equivalentSeriesGroups"),
            SelectOf(e),
            indications.Select(i => i.Indication).OfType<Indication>().ToRows(),
            e.Children("seriesDose").Select(SeriesDoseImport.Read).ToRows());
        e.Close();
        return series;
    }

    /// <summary>The package has no field for it; the series' name, guidance and indications say it in words.</summary>
    static SharedDecision SharedDecisionOf(string name, IEnumerable<string> guidance) =>
        SharedWords().IsMatch(name) ? SharedDecision.All
        : guidance.Any(SharedWords().IsMatch) ? SharedDecision.Some
        : SharedDecision.None;

    [GeneratedRegex(@"shared\s+clinical\s+decision", RegexOptions.IgnoreCase)]
    private static partial Regex SharedWords();

    static Gender GenderOf(PackageElement e)
    {
        var gender = Gender.None;
        foreach (var text in e.Texts("requiredGender"))
        {
            var one = text.ToUpperInvariant() switch { "FEMALE" => Gender.Female, "MALE" => Gender.Male, "UNKNOWN" => Gender.Unknown, _ => Gender.None };
            if (one == Gender.None)
                e.Error($"'requiredGender' is '{text}', which the logic does not know; it knows Female, Male, Unknown");
            gender |= one;
        }
        return gender == Gender.None ? Gender.Any : gender;
    }

    static SelectSeries SelectOf(PackageElement series)
    {
        if (series.Child("selectSeries") is not { } e)
        {
            series.Error("'selectSeries' is missing");
            return new SelectSeries(false, false, 0, "", 'A', null, null, null);
        }
        var priority = e.Required("seriesPriority");
        if (priority is not [>= 'A' and <= 'Z'])
            e.Error($"'seriesPriority' is '{priority}', which is not one capital letter");
        var select = new SelectSeries(
            e.YesNo("defaultSeries") ?? false,
            e.YesNo("productPath") ?? false,
            e.RequiredNumber("seriesGroup"),
            e.Required("seriesGroupName"),
            priority is [var letter] ? letter : 'A',
            e.Number("seriesPreference"),
            e.Age("minAgeToStart"),
            e.Age("maxAgeToStart"));
        e.Close();
        return select;
    }

    static (Indication? Indication, string Words) IndicationOf(PackageElement e)
    {
        var words = $"{e.Text("description")} {e.Text("guidance")}";
        var observation = e.Child("observationCode");
        if (observation is null)
        {
            e.Error("an indication has no observationCode");
            return (null, words);
        }
        observation.Prose("text");
        var indication = new Indication(observation.Code("code"), e.Age("beginAge"), e.Age("endAge"));
        observation.Close();
        e.Close();
        return (indication, words);
    }

    /// <summary>The number in <c>Dose 3</c>.</summary>
    internal static int DoseNumber(PackageElement e)
    {
        var text = e.Required("doseNumber");
        if (text.StartsWith("Dose ", StringComparison.OrdinalIgnoreCase) && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        e.Error($"'doseNumber' is '{text}', which is not 'Dose' and a number");
        return 0;
    }
}
