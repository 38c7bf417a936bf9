using System.Diagnostics;

namespace RegistryAnalytics.Tests.Jobs;

/// <summary>The launcher finds a browser by its path: a name that only the shell knows cannot be started by a program.</summary>
public sealed class LauncherTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("registry-launcher-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("chromium")]
    [InlineData("google-chrome")]
    public void A_browser_on_the_path_is_named_by_its_whole_path(string name)
    {
        var browser = Path.Combine(folder, name);
        File.WriteAllText(browser, "#!/bin/sh\n");
        Assert.Equal(browser, Found(given: ""));
    }

    [Fact]
    public void The_one_that_is_told_goes_first()
    {
        foreach (var name in new[] { "chromium", "mine" }) File.WriteAllText(Path.Combine(folder, name), "#!/bin/sh\n");
        Assert.Equal(Path.Combine(folder, "mine"), Found(given: Path.Combine(folder, "mine")));
    }

    // The launcher's own function, with nothing on the path but the folder.
    string Found(string given)
    {
        var lines = File.ReadAllLines(Path.Combine(SourceGuardTests.Root, "registry"));
        var function = lines.SkipWhile(line => line != "chromium() {").TakeWhile(line => line != "}").Append("}");
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardOutput = true };
        foreach (var argument in new[] { "-c", $"{string.Join('\n', function)}\nchmod +x {folder}/*; PATH={folder}; chromium; echo \"$CHROMIUM_PATH\"" }) start.ArgumentList.Add(argument);
        start.Environment["CHROMIUM_PATH"] = given;
        using var bash = Process.Start(start)!;
        var text = bash.StandardOutput.ReadToEnd().Trim();
        bash.WaitForExit();
        return text;
    }
}
