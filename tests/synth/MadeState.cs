using System.Text;
using RegistryAnalytics.Synth;

namespace RegistryAnalytics.Tests.Synth;

/// <summary>One small state, made once for the tests that look at its files.</summary>
public sealed class MadeState : IDisposable
{
    public SynthOptions Options { get; } = new() { BirthsPerYear = 120, Seed = 7, Workers = 2, MaxFileBytes = 1 << 20 };
    public string Folder { get; } = Directory.CreateTempSubdirectory("registry-synth-").FullName;
    public SynthSummary Summary { get; }
    public IReadOnlyList<Message> Messages { get; }

    public MadeState()
    {
        Summary = Synthesis.Write(Options, Folder);
        Messages = [.. Files().SelectMany(file => Split(file).Messages)];
    }

    public IEnumerable<string> Files() => Directory.GetFiles(Path.Combine(Folder, "submissions", "hl7"), "*.hl7", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>Rows of a CSV file by column, read the slow and obvious way.</summary>
    public List<Dictionary<string, string>> Rows(string path) => ReadCsv(Path.Combine(Folder, path));

    public static List<Dictionary<string, string>> ReadCsv(string path)
    {
        var lines = File.ReadAllLines(path, Encoding.UTF8);
        var names = lines[0].Split(',');
        var rows = new List<Dictionary<string, string>>(lines.Length);
        foreach (var line in lines.Skip(1))
        {
            var cells = Cells(line);
            Assert.True(cells.Count == names.Length, $"{Path.GetFileName(path)}: {cells.Count} cells under {names.Length} names.");
            rows.Add(names.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second));
        }
        return rows;
    }

    public static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[++i]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(line[i]);
        }
        cells.Add(cell.ToString());
        return cells;
    }

    /// <summary>Segments of one message as arrays of fields; [0] is the name.</summary>
    public sealed record Message(string Sender, string[][] Segments)
    {
        public string ControlId => Segments[0].Length > 9 ? Segments[0][9] : "";
        public string Type => Segments[0].Length > 8 ? Segments[0][8] : "";
        public string Field(string segment, int field) => Segments.First(s => s[0] == segment)[field];
    }

    /// <summary>Splits a batch file at line ends and at MSH.</summary>
    public static (int Announced, List<Message> Messages) Split(string file)
    {
        var sender = Path.GetFileName(Path.GetDirectoryName(file))!;
        // Bytes as characters: broken messages are not valid UTF-8.
        var lines = File.ReadAllText(file, Encoding.Latin1).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith(@"FHS|^~\&|", lines[0]);
        Assert.StartsWith(@"BHS|^~\&|", lines[1]);
        Assert.Equal("FTS|1", lines[^1]);
        var messages = new List<List<string[]>>();
        foreach (var line in lines[2..^2])
        {
            if (line.StartsWith("MSH", StringComparison.Ordinal)) messages.Add([]);
            messages[^1].Add(line.Split('|'));
        }
        return (int.Parse(lines[^2].Split('|')[1], null), [.. messages.Select(segments => new Message(sender, [.. segments]))]);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
