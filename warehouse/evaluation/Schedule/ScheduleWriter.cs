using static RegistryAnalytics.Evaluation.Schedule.OutlineText;

namespace RegistryAnalytics.Evaluation.Schedule;

/// <summary>Writes a schedule as the files that <see cref="ScheduleReader"/> reads back to an equal schedule.</summary>
public static class ScheduleWriter
{
    /// <summary>The files of one version's folder, same bytes for equal schedules.</summary>
    public static IReadOnlyList<ScheduleFile> Write(ImmunizationSchedule schedule)
    {
        var vaccines = schedule.Vaccines.ToDictionary(v => v.Cvx, v => v.Name);
        var observations = schedule.Observations.ToDictionary(o => o.Code, o => o.Title);
        return
        [
            Head(schedule),
            Vaccines(schedule),
            Conflicts(schedule),
            Observations(schedule),
            .. schedule.Antigens.Select(a => AntigenWriter.Write(a, vaccines, observations)),
        ];
    }

    static ScheduleFile Head(ImmunizationSchedule schedule)
    {
        var text = new OutlineText();
        text.Line(0, "schedule", schedule.Version, $"source {schedule.Source}");
        text.Blank();
        foreach (var g in schedule.VaccineGroups)
        {
            text.Line(0, "vaccine-group", g.Name, $"antigens {string.Join("; ", g.Antigens)}",
                g.AdministerFullVaccineGroup is { } full ? $"administer-full {(full ? "yes" : "no")}" : null);
        }
        text.Blank();
        foreach (var s in schedule.Seasons)
            text.Line(0, "season", s.Antigen, $"name {s.Name}", Of("start", s.Start), Of("end", s.End), $"source {s.Source}");
        return text.ToFile("schedule.txt");
    }

    static ScheduleFile Vaccines(ImmunizationSchedule schedule)
    {
        var text = new OutlineText();
        text.Comment("CVX, name, and the antigens it counts for");
        foreach (var v in schedule.Vaccines)
        {
            var always = v.Associations.TakeWhile(a => a is { BeginAge: null, EndAge: null }).Select(a => a.Antigen).ToList();
            text.Line(0, "vaccine", v.Cvx, $"name {v.Name}", always.Count == 0 ? null : $"antigens {string.Join("; ", always)}");
            foreach (var a in v.Associations.Skip(always.Count))
                text.Line(1, "counts-for", a.Antigen, Of("from", a.BeginAge), Of("until", a.EndAge));
        }
        return text.ToFile("vaccines.txt");
    }

    static ScheduleFile Conflicts(ImmunizationSchedule schedule)
    {
        var text = new OutlineText();
        text.Comment("live-virus conflicts: previous CVX, then current CVX; min-end after a valid previous dose");
        foreach (var (key, rows) in Runs(schedule.Conflicts, c => (c.PreviousCvx, c.Begin, c.MinimumEnd, c.End)))
        {
            text.Line(0, "conflict", key.PreviousCvx, $"then {string.Join(", ", rows.Select(r => r.CurrentCvx))}",
                Of("begin", key.Begin), Of("min-end", key.MinimumEnd), Of("end", key.End));
        }
        return text.ToFile("conflicts.txt");
    }

    static ScheduleFile Observations(ImmunizationSchedule schedule)
    {
        var text = new OutlineText();
        text.Comment("observations about a person, and the public codes that stand for them");
        foreach (var o in schedule.Observations)
        {
            var codes = o.CodedValues.Select(c => $"{c.System} {c.Code}").ToRows();
            text.Line(0, "observation", o.Code, $"title {o.Title}", Of("codes", codes));
        }
        return text.ToFile("observations.txt");
    }
}
