using RegistryAnalytics.Warehouse.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Schedule;

public sealed class ScheduleLibraryTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("schedule-library-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_imported_zip_stands_beside_the_shipped_version()
    {
        var zip = Path.Combine(folder, "package.zip");
        SmallPackage.WriteZip(zip);
        var library = new ScheduleLibrary(ScheduleLibrary.BuiltInFolder, Path.Combine(folder, "site"));
        var imported = library.Import(zip);
        Assert.Empty(imported.Findings);
        Assert.Equal([("4.64", true), ("9.1", false)], library.List().Select(v => (v.Version, v.IsBuiltIn)));
        Assert.Equal(imported.Schedule, library.Load("9.1").Schedule);
        Assert.Equal("9.1", library.Load().Schedule!.Version);
        Assert.Equal("4.64", library.Load("4.64").Schedule!.Version);
        Assert.Empty(library.Import(zip).Findings);
    }

    [Fact]
    public void A_package_without_a_version_takes_that_of_the_same_content()
    {
        var package = Directory.CreateDirectory(Path.Combine(folder, "package")).FullName;
        File.WriteAllText(Path.Combine(package, "Pox.xml"), SmallPackage.Antigen);
        File.WriteAllText(Path.Combine(package, "Schedule.xml"), SmallPackage.Schedule);
        var library = new ScheduleLibrary(ScheduleLibrary.BuiltInFolder, Path.Combine(folder, "site"));
        var name = library.Import(package).Schedule!.Version;
        Assert.StartsWith("unversioned-", name);
        Assert.Equal("9.1", library.Import(package, "9.1").Schedule!.Version);
        Directory.Delete(Path.Combine(folder, "site", name), recursive: true);
        Assert.Equal("9.1", library.Import(package).Schedule!.Version);
    }

    [Fact]
    public void A_package_with_an_error_leaves_nothing_behind()
    {
        var package = Directory.CreateDirectory(Path.Combine(folder, "data 9.1")).FullName;
        File.WriteAllText(Path.Combine(package, "Pox.xml"), SmallPackage.Antigen.Replace("<context>Both<", "<context>Never<"));
        File.WriteAllText(Path.Combine(package, "Schedule.xml"), SmallPackage.Schedule);
        var site = Path.Combine(folder, "site");
        var library = new ScheduleLibrary(ScheduleLibrary.BuiltInFolder, site);
        Assert.Null(library.Import(package).Schedule);
        Assert.False(Directory.Exists(site));
    }

    [Fact]
    public void Broken_XML_and_a_missing_version_are_reasons_not_exceptions()
    {
        var package = Directory.CreateDirectory(Path.Combine(folder, "data 9.1")).FullName;
        File.WriteAllText(Path.Combine(package, "Pox.xml"), "<antigenSupportingData>");
        var library = new ScheduleLibrary(ScheduleLibrary.BuiltInFolder, folder);
        Assert.Contains(library.Import(package).Findings, f => f.IsError && f.Place == "Pox.xml");
        Assert.Contains(library.Load("1.0").Findings, f => f.IsError && f.Text.Contains("4.64"));
    }

    [Fact]
    public void A_path_that_is_no_package_says_what_to_give()
    {
        var file = Path.Combine(folder, "x.zip");
        File.WriteAllText(file, "no zip");
        var library = new ScheduleLibrary(ScheduleLibrary.BuiltInFolder, folder);
        Assert.Contains("supporting-data zip", Assert.Throws<IOException>(() => library.Import(file)).Message);
        Assert.Throws<FileNotFoundException>(() => library.Import(Path.Combine(folder, "absent")));
    }

    [Fact]
    public void The_sites_seasons_come_after_the_shipped_ones()
    {
        File.WriteAllText(Path.Combine(folder, "seasons.csv"), "antigen,season,start,end,source\nCOVID-19,2026-27,2026-09-03,,site\n");
        var (seasons, findings) = new ScheduleLibrary(ScheduleLibrary.BuiltInFolder, folder).LoadSeasons();
        Assert.Empty(findings);
        Assert.Equal("site", seasons[^1].Source);
        Assert.True(seasons.Count > 1);
    }
}
