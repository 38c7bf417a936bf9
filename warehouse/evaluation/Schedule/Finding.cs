namespace RegistryAnalytics.Evaluation.Schedule;

/// <summary>Something that was wrong or unknown in schedule files or in a supporting-data package.</summary>
/// <param name="IsError">True: no schedule comes of it. False: it was left out, and nothing is decided by it.</param>
/// <param name="Place">File and line, or file, antigen, series and dose.</param>
/// <param name="Text">What is wrong there and, where it helps, what is expected.</param>
public sealed record Finding(bool IsError, string Place, string Text)
{
    public override string ToString() => $"{(IsError ? "error" : "note")}: {Place}: {Text}";
}

/// <summary>A schedule, or the reasons why there is none.</summary>
/// <param name="Schedule">Null exactly when a finding is an error.</param>
public sealed record ScheduleResult(ImmunizationSchedule? Schedule, Rows<Finding> Findings);

/// <summary>One file of a schedule, by its name relative to the version's folder, with forward slashes.</summary>
public sealed record ScheduleFile(string Name, string Text);
