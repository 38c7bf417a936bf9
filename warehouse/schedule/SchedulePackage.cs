using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Warehouse.Schedule;

/// <summary>CDC's supporting-data package as it was found: a folder or a zip, XML files at any depth.</summary>
/// <param name="Name">Name of the folder or zip, without its path.</param>
/// <param name="Names">Names that may tell the version: of the package and of the folders and files in it.</param>
/// <param name="Documents">The XML documents, by name in ordinal order.</param>
/// <param name="Findings">Files that could not be read.</param>
public sealed record SchedulePackage(
    string Name, Rows<string> Names, IReadOnlyList<(string Name, XElement Root)> Documents, Rows<Finding> Findings)
{
    /// <summary>A file of this package is at most a megabyte; anything larger than this is not one.</summary>
    const long MaximumCharacters = 64 * 1024 * 1024;

    /// <summary>Opens a package; files that are not XML are passed over.</summary>
    /// <exception cref="IOException">The path does not exist or is neither a folder nor a zip.</exception>
    public static SchedulePackage Open(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (Directory.Exists(path))
        {
            var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Select(f => (Name: Path.GetRelativePath(path, f).Replace('\\', '/'), Open: (Func<Stream>)(() => File.OpenRead(f))));
            return Read(name, files);
        }
        if (!File.Exists(path))
            throw new FileNotFoundException($"Importing a schedule: there is no folder or zip {path}.", path);
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return Read(name, zip.Entries.Where(e => e.Name != "").Select(e => (e.FullName, (Func<Stream>)e.Open)));
        }
        catch (InvalidDataException error)
        {
            throw new IOException($"Importing a schedule: {path} is neither a folder nor a readable zip; give the supporting-data zip as CDC publishes it.", error);
        }
    }

    static SchedulePackage Read(string name, IEnumerable<(string Name, Func<Stream> Open)> files)
    {
        var documents = new List<(string, XElement)>();
        var findings = new List<Finding>();
        var names = new List<string> { name };
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaximumCharacters };
        foreach (var (file, open) in files.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            names.Add(file);
            if (!file.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
                continue;
            try
            {
                using var stream = open();
                using var reader = XmlReader.Create(stream, settings);
                documents.Add((file[(file.LastIndexOf('/') + 1)..], XElement.Load(reader)));
            }
            catch (XmlException error)
            {
                findings.Add(new Finding(true, file, $"is not readable XML: {error.Message}"));
            }
        }
        return new SchedulePackage(name, names.ToRows(), documents, findings.ToRows());
    }
}
