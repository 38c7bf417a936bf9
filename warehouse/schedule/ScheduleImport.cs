using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Warehouse.Schedule;

/// <summary>Makes a schedule from CDC's supporting-data package: the antigens' XML files and the schedule's XML file.</summary>
/// <remarks>
/// Sentences (guidance, descriptions, titles of series) are read past; codes, ages, intervals, dates and names are taken.
/// A value by which the logic would decide and which it does not know is an error, an unknown element is a note; each names
/// file, antigen, series and dose. Tests: tests/evaluation/Schedule/ScheduleImportTests.cs.
/// </remarks>
public static partial class ScheduleImport
{
    /// <summary>Reads a package.</summary>
    /// <param name="package">Its XML files and the names by which its version is told.</param>
    /// <param name="version">
    /// The version; null: read from the package's names. Where they tell none, the schedule is named by its content,
    /// <c>unversioned-</c> and eight hexadecimal digits, and a note says so.
    /// </param>
    public static ScheduleResult Read(SchedulePackage package, string? version = null)
    {
        var findings = new List<Finding>();
        version ??= VersionOf(package, findings);
        var roots = package.Documents.Select(d => new PackageElement(d.Root, d.Name, findings)).ToList();
        var schedules = roots.Where(r => r.Name == "scheduleSupportingData").ToList();
        if (schedules.Count != 1)
            findings.Add(new Finding(true, package.Name, $"{schedules.Count} files with scheduleSupportingData; exactly one is needed"));
        foreach (var other in roots.Where(r => r.Name is not ("scheduleSupportingData" or "antigenSupportingData")))
            findings.Add(new Finding(false, other.Place, $"unknown document '{other.Name}' was left out"));
        findings.AddRange(package.Findings);

        var antigens = roots.Where(r => r.Name == "antigenSupportingData").Select(AntigenImport.Read).OrderBy(a => a.Name, StringComparer.Ordinal).ToRows();
        if (antigens.Count == 0)
            findings.Add(new Finding(true, package.Name, "no file with antigenSupportingData"));
        var source = $"CDC CDSi supporting data {version}, from {package.Name}";
        var seasons = antigens.Select(a => PackageSeason.Of(a, source)).OfType<Season>().ToRows();
        var schedule = schedules.Count == 0
            ? new ImmunizationSchedule(version, source, antigens, [], [], [], [], seasons)
            : ScheduleOf(schedules[0], version, source, antigens, seasons);
        findings.AddRange(ScheduleChecks.Of(schedule));
        return findings.Any(f => f.IsError) ? new ScheduleResult(null, findings.ToRows()) : Named(schedule, package, findings);
    }

    [GeneratedRegex(@"(?<![\d.])\d{1,2}\.\d{1,3}(?![\d.])")]
    private static partial Regex VersionNumber();

    static string VersionOf(SchedulePackage package, List<Finding> findings)
    {
        var found = package.Names.SelectMany(n => VersionNumber().Matches(n)).Select(m => m.Value).Distinct().ToList();
        if (found.Count > 1)
            findings.Add(new Finding(true, package.Name, $"the names in the package tell several versions ({string.Join(", ", found)}); import it with the version given"));
        return found.FirstOrDefault() ?? Unversioned;
    }

    const string Unversioned = "unversioned";

    static ScheduleResult Named(ImmunizationSchedule schedule, SchedulePackage package, List<Finding> findings)
    {
        if (schedule.Version == Unversioned)
        {
            var text = string.Concat(ScheduleWriter.Write(schedule with { Source = "", Seasons = [] }).Select(f => f.Text));
            var name = $"{Unversioned}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8]}";
            findings.Add(new Finding(false, package.Name, $"no name in the package tells its version; it is called {name} until it is imported with the version given"));
            schedule = schedule with { Version = name };
        }
        return new ScheduleResult(schedule, findings.ToRows());
    }

    static ImmunizationSchedule ScheduleOf(PackageElement e, string version, string source, Rows<Antigen> antigens, Rows<Season> seasons)
    {
        var conflicts = Items(e, "liveVirusConflicts", "liveVirusConflict").Select(ConflictOf)
            .OrderBy(c => c.PreviousCvx, StringComparer.Ordinal)
            .ThenBy(c => SeriesDoseImport.Order(c.Begin)).ThenBy(c => SeriesDoseImport.Order(c.MinimumEnd)).ThenBy(c => SeriesDoseImport.Order(c.End))
            .ThenBy(c => c.CurrentCvx, StringComparer.Ordinal).Distinct().ToRows();
        var full = Items(e, "vaccineGroups", "vaccineGroup").Select(g =>
        {
            var group = (Name: g.Required("name"), Full: g.YesNo("administerFullVaccineGroup"));
            g.Close();
            return group;
        }).ToList();
        var maps = Items(e, "vaccineGroupToAntigenMap", "vaccineGroupMap").Select(m =>
        {
            var map = (Name: m.Required("name"), Antigens: m.Texts("antigen").ToRows());
            m.Close();
            return map;
        }).ToList();
        foreach (var name in full.Select(g => g.Name).Except(maps.Select(m => m.Name)).Concat(maps.Select(m => m.Name).Except(full.Select(g => g.Name))))
            e.Error($"the vaccine group '{name}' does not stand in both vaccineGroups and vaccineGroupToAntigenMap");
        var groups = full.Select(g => new VaccineGroup(g.Name, g.Full, maps.Where(m => m.Name == g.Name).SelectMany(m => m.Antigens).ToRows())).ToRows();
        var vaccines = Items(e, "cvxToAntigenMap", "cvxMap").Select(VaccineOf).OrderBy(v => v.Cvx, StringComparer.Ordinal).ToRows();
        var observations = Items(e, "observations", "observation").Select(ObservationOf).OrderBy(o => o.Code, StringComparer.Ordinal).ToRows();
        e.Close();
        return new ImmunizationSchedule(version, source, antigens, groups, vaccines, conflicts, observations, seasons);
    }

    static List<PackageElement> Items(PackageElement e, string list, string item)
    {
        var parent = e.Child(list);
        var items = parent?.Children(item) ?? [];
        parent?.Close();
        return items;
    }

    static LiveVirusConflict ConflictOf(PackageElement e)
    {
        string Cvx(string name)
        {
            var vaccine = e.Child(name);
            vaccine?.Prose("vaccineType");
            var cvx = vaccine?.Code("cvx") ?? "";
            vaccine?.Close();
            if (cvx == "")
                e.Error($"'{name}' of a live virus conflict names no CVX");
            return cvx;
        }
        var conflict = new LiveVirusConflict(Cvx("previous"), Cvx("current"),
            e.RequiredAge("conflictBeginInterval"), e.RequiredAge("minConflictEndInterval"), e.RequiredAge("conflictEndInterval"));
        e.Close();
        return conflict;
    }

    static Vaccine VaccineOf(PackageElement e)
    {
        var vaccine = new Vaccine(e.Code("cvx"), e.Required("shortDescription"), e.Children("association").Select(a =>
        {
            var association = new AntigenAssociation(a.Required("antigen"), a.Age("associationBeginAge"), a.Age("associationEndAge"));
            a.Close();
            return association;
        }).ToRows());
        e.Close();
        return vaccine;
    }

    static Observation ObservationOf(PackageElement e)
    {
        e.Prose("group", "indicationText", "contraindicationText", "clarifyingText");
        var codes = e.Children("codedValues").SelectMany(list =>
        {
            var values = list.Children("codedValue");
            list.Close();
            return values;
        }).Select(v =>
        {
            var isPart = v.Text("text")?.EndsWith("[qualifier value]", StringComparison.OrdinalIgnoreCase) ?? false;
            var value = new CodedValue(v.Code("codeSystem"), v.Code("code"));
            v.Close();
            return (IsPart: isPart, Value: value);
        }).ToList();
        // "Exposure to" and the like make one expression of the codes beside it (exposure, technician, virus): none of them tells it alone.
        var alone = codes.Any(code => code.IsPart) ? [] : codes.Select(code => code.Value).Distinct().ToRows();
        var observation = new Observation(e.Code("observationCode"), e.Required("observationTitle"), alone);
        e.Close();
        return observation;
    }
}
