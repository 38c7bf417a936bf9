using RegistryAnalytics.Evaluation.Schedule;
using RegistryAnalytics.Warehouse.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Schedule;

public class ScheduleFilesTests
{
    static readonly ImmunizationSchedule Small = ScheduleImport.Read(SmallPackage.With()).Schedule!;

    [Fact]
    public void An_imported_package_reads_back_from_its_files_equal()
    {
        var result = ScheduleReader.Read(ScheduleWriter.Write(Small));
        Assert.Empty(result.Findings);
        Assert.Equal(Small, result.Schedule);
    }

    [Fact]
    public void The_shipped_version_writes_back_to_the_same_bytes()
    {
        var library = new ScheduleLibrary(ScheduleLibrary.BuiltInFolder);
        var version = Assert.Single(library.List());
        var schedule = library.Load("4.64").Schedule!;
        Assert.All(ScheduleWriter.Write(schedule), file => Assert.Equal(File.ReadAllText(Path.Combine(version.Folder, file.Name)), file.Text));
        Assert.Equal(
            Directory.EnumerateFiles(version.Folder, "*.txt", SearchOption.AllDirectories).Count(),
            ScheduleWriter.Write(schedule).Count);
    }

    [Fact]
    public void The_shipped_version_holds_what_the_package_held()
    {
        // Counted in CDC's XML files of 4.64 by another program (elements with content).
        var schedule = new ScheduleLibrary(ScheduleLibrary.BuiltInFolder).Load("4.64").Schedule!;
        var series = schedule.Antigens.SelectMany(a => a.Series).ToList();
        var doses = series.SelectMany(s => s.Doses).ToList();
        var conditions = doses.SelectMany(d => d.ConditionalSkips).SelectMany(s => s.Sets).SelectMany(s => s.Conditions).ToList();
        Assert.Equal(
            (30, 143, 484, 502, 490, 19, 1089, 3706, 307),
            (schedule.Antigens.Count, series.Count, doses.Count, doses.Sum(d => d.Ages.Count), doses.Sum(d => d.Intervals.Count), doses.Sum(d => d.AllowableIntervals.Count),
                doses.Sum(d => d.PreferableVaccines.Count), doses.Sum(d => d.AllowableVaccines.Count), doses.Sum(d => d.InadvertentVaccines.Count)));
        Assert.Equal(
            (264, 469, 731, 250, 142, 29, 53),
            (doses.Sum(d => d.ConditionalSkips.Count), conditions.Count, series.Sum(s => s.Indications.Count), schedule.Antigens.Sum(a => a.Contraindications.Count),
                schedule.Antigens.Sum(a => a.VaccineContraindications.Count), doses.Count(d => d.Recurring), doses.Count(d => d.Seasonal is not null)));
        Assert.Equal(
            (26, 218, 290, 624, 277), // 625 conflict rows, of which one stands twice
            (schedule.VaccineGroups.Count, schedule.Vaccines.Count, schedule.Vaccines.Sum(v => v.Associations.Count), schedule.Conflicts.Count, schedule.Observations.Count));
    }

    [Theory]
    [InlineData("age: abs-min", "age: absmin", "'age' does not know 'absmin 6 weeks - 4 days'")]
    [InlineData("min 6 weeks |", "min 6 moons |", "'min 6 moons' is not an age")]
    [InlineData("      inadvertent:", "      inadvertant:", "'inadvertant' is not known under 'dose'")]
    [InlineData("type standard", "type travel", "is not one of standard, risk, evaluation-only")]
    [InlineData("in both", "in general", "is not one of evaluation, forecast, both")]
    [InlineData("      interval: after previous-dose", "          interval: after previous-dose", "indented further")]
    [InlineData("| default", "| defualt", "does not know 'defualt'")]
    [InlineData("group 1 |", "", "'select' needs 'group …'")]
    public void A_wrong_line_is_an_error_with_file_and_line(string old, string now, string text)
    {
        var files = ScheduleWriter.Write(Small).Select(f => f with { Text = f.Text.Replace(old, now) }).ToList();
        Assert.NotEqual(ScheduleWriter.Write(Small), files);
        var result = ScheduleReader.Read(files);
        Assert.Null(result.Schedule);
        Assert.Contains(result.Findings, f => f.IsError && f.Text.Contains(text) && f.Place.StartsWith("antigens/pox.txt:", StringComparison.Ordinal));
    }

    [Fact]
    public void Comments_blank_lines_and_the_order_of_files_say_nothing()
    {
        var files = ScheduleWriter.Write(Small).Reverse().Select(f => new ScheduleFile("x" + f.Name, "# note\r\n\r\n" + f.Text.Replace("\n", "\r\n  \r\n"))).ToList();
        Assert.Equal(Small, ScheduleReader.Read(files).Schedule);
    }

    [Fact]
    public void A_schedule_without_its_head_is_refused() =>
        Assert.Contains(ScheduleReader.Read([]).Findings, f => f.IsError && f.Text.Contains("schedule: version"));
}
