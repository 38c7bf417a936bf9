namespace RegistryAnalytics.Evaluation.Schedule;

/// <summary>Reads the project's own schedule files (docs/adr/0015-schedule-files.md).</summary>
public static class ScheduleReader
{
    /// <summary>The schedule that the files of one version's folder make together.</summary>
    /// <param name="files">In any order; what a file is called decides nothing.</param>
    /// <returns>Every error found, each with file and line; the schedule when there is none.</returns>
    public static ScheduleResult Read(IEnumerable<ScheduleFile> files)
    {
        var findings = new List<Finding>();
        var roots = files.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => OutlineNode.Parse(f, findings)).ToList();
        IEnumerable<OutlineNode> All(string keyword) => roots.SelectMany(r => r.Children(keyword)).ToList();

        var heads = All("schedule").ToList();
        if (heads.Count != 1)
            findings.Add(new Finding(true, "schedule files", $"{heads.Count} lines 'schedule: version'; exactly one is needed"));
        var schedule = new ImmunizationSchedule(
            heads.Count == 0 ? "" : heads[0].Value(),
            heads.Count == 0 ? "" : heads[0].Required("source"),
            All("antigen").Select(AntigenOf).OrderBy(a => a.Name, StringComparer.Ordinal).ToRows(),
            All("vaccine-group").Select(VaccineGroupOf).ToRows(),
            All("vaccine").Select(VaccineOf).OrderBy(v => v.Cvx, StringComparer.Ordinal).ToRows(),
            All("conflict").SelectMany(ConflictsOf).ToRows(),
            All("observation").Select(ObservationOf).OrderBy(o => o.Code, StringComparer.Ordinal).ToRows(),
            All("season").Select(SeasonOf).ToRows());
        foreach (var root in roots)
            root.Close();
        findings.AddRange(ScheduleChecks.Of(schedule));
        return new ScheduleResult(findings.Any(f => f.IsError) ? null : schedule, findings.ToRows());
    }

    static VaccineGroup VaccineGroupOf(OutlineNode n) => new(
        n.Value(),
        n.Text("administer-full") switch { null => null, "yes" => true, "no" => false, var other => Unknown(n, other) },
        OutlineNode.List(n.Required("antigens"), ';'));

    static bool? Unknown(OutlineNode n, string text)
    {
        n.Error($"'administer-full {text}' is neither yes nor no");
        return null;
    }

    static Vaccine VaccineOf(OutlineNode n) => new(
        n.Value(),
        n.Required("name"),
        OutlineNode.List(n.Text("antigens"), ';').Select(a => new AntigenAssociation(a, null, null))
            .Concat(n.Children("counts-for").Select(c => new AntigenAssociation(c.Value(), c.Period("from"), c.Period("until"))))
            .ToRows());

    static IEnumerable<LiveVirusConflict> ConflictsOf(OutlineNode n)
    {
        var (previous, begin, minimumEnd, end) = (n.Value(), n.RequiredPeriod("begin"), n.RequiredPeriod("min-end"), n.RequiredPeriod("end"));
        return n.Codes("then").Select(current => new LiveVirusConflict(previous, current, begin, minimumEnd, end)).ToList();
    }

    static Observation ObservationOf(OutlineNode n) => new(
        n.Value(),
        n.Required("title"),
        n.Codes("codes").Select(code =>
        {
            var parts = code.Split(' ', 2);
            if (parts.Length != 2)
                n.Error($"'{code}' is not a code system and a code, such as 'SNOMED 77386006'");
            return new CodedValue(parts[0], parts[^1]);
        }).ToRows());

    static Season SeasonOf(OutlineNode n) =>
        new(n.Value(), n.Required("name"), n.RequiredDate("start"), n.Date("end"), n.Required("source"));

    static Antigen AntigenOf(OutlineNode n)
    {
        var name = n.Value();
        return new Antigen(
            name,
            new Immunity(
                n.Children("immune").SelectMany(i => i.ValueCodes()).ToRows(),
                n.Children("immune-if-born").Select(b => new BirthDateImmunity(b.RequiredDate("before"), b.Text("country"), b.Codes("unless"))).ToRows()),
            n.Children("contraindicated").SelectMany(c => Spread(c, (code, from, until) => new Contraindication(code, from, until))).ToRows(),
            n.Children("vaccine-contraindicated").Select(c => new VaccineContraindication(
                c.Value(),
                c.Children("vaccine").SelectMany(v => Spread(v, (code, from, until) => new ContraindicatedVaccine(code, from, until))).ToRows())).ToRows(),
            n.Children("series").Select(s => SeriesReader.SeriesOf(s, name)).ToRows());
    }

    /// <summary>A line of several codes with one age range, as one item a code.</summary>
    internal static IEnumerable<T> Spread<T>(OutlineNode n, Func<string, Period?, Period?, T> make)
    {
        var (codes, from, until) = (n.ValueCodes(), n.Period("from"), n.Period("until"));
        return codes.Select(code => make(code, from, until)).ToList();
    }
}
