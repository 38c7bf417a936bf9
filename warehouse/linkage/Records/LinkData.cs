using System.Text;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>The data files that ship inside this assembly: nicknames, street words, the model.</summary>
static class LinkData
{
    /// <summary>A file as text.</summary>
    /// <exception cref="InvalidOperationException">The file is not in the assembly: it is missing from the project file.</exception>
    public static string Text(string name)
    {
        using var stream = typeof(LinkData).Assembly.GetManifestResourceStream("linkage." + name)
            ?? throw new InvalidOperationException($"Reading the linkage data file {name}: it is not in the assembly. Add it to the project file as an embedded resource.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The text of a query in linkage/sql.</summary>
    public static string Sql(string name) => Text(name + ".sql");

    /// <summary>Its lines without comments (#) and blanks.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        foreach (var line in Text(name).Split('\n'))
            if (line.Length > 0 && line[0] != '#') yield return line.TrimEnd('\r');
    }
}
