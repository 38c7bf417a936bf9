using System.Globalization;
using System.Text;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Hl7;
using RegistryAnalytics.Etl.Intake;

namespace RegistryAnalytics.Bench;

/// <summary>Reading HL7: cutting, mapping with every rule, and the whole way into the lake.</summary>
public static class Hl7Bench
{
    const int Messages = 20_000;

    [Bench("hl7", "Tokenizing and mapping VXU messages of about 1.8 KB, all rules on, one thread")]
    public static void Read(BenchReport report)
    {
        var text = Text(1000);
        var mapper = new MessageMapper(IntakeSettings.Default, CodeBook.Shipped);
        var tokens = new TokenizedMessage();
        var part = new StagedPart();
        var source = new MessageSource(null, new string('0', 64), At);
        report.Measure("tokenize", "messages", () => Each(text, (piece, _) => tokens.Tokenize(text, piece.Start, piece.Length, Delimiters.Standard)));
        report.Measure("tokenize, judge and map", "messages", () =>
        {
            part.Begin(1, 0);
            return Each(text, (piece, _) => mapper.Map(text, piece, piece.Start, source, part));
        });
        report.Note(string.Create(CultureInfo.InvariantCulture,
            $"Messages made up: {text.Length / 1000} bytes, two doses, {part.Observation.Rows.Count / (double)Messages:F0} observations and {part.Issue.Rows.Count / (double)Messages:F1} findings each; the same 1,000 over and over."));
    }

    [Bench("ingest", "One file of 1 million HL7 messages into the lake: archive, staged Parquet, manifest, on all cores")]
    public static void Ingest(BenchReport report)
    {
        var folder = Directory.CreateTempSubdirectory("registry-bench-").FullName;
        try
        {
            var file = Path.Combine(folder, "in.hl7");
            using (var to = File.Create(file))
                for (var i = 0; i < 500; i++) to.Write(Text(2000, i * 2000));
            var n = 0;
            var line = report.Measure("ingest", "messages", () =>
            {
                var data = Path.Combine(folder, "data" + n++);
                var received = Etl.Intake.Ingest.Run(new(data, [file]), TimeProvider.System).Sum(result => result.Received);
                Directory.Delete(data, recursive: true);
                return received;
            }, rounds: 1);
            report.Note(string.Create(CultureInfo.InvariantCulture,
                $"{line.Units / line.WallSeconds:N0} messages a second; largest working set {Peak() >> 20} MiB; the file has {new FileInfo(file).Length >> 20} MiB."));
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    /// <summary>Largest working set of this process so far, bytes.</summary>
    static long Peak()
    {
        const string status = "/proc/self/status";
        if (!File.Exists(status)) return System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64;
        var line = File.ReadLines(status).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }

    static readonly DateTimeOffset At = new(2026, 8, 1, 18, 0, 0, TimeSpan.Zero);

    static long Each(byte[] text, Action<Piece, int> work)
    {
        var n = 0;
        while (n < Messages)
        {
            var scanner = new MessageScanner(text);
            while (scanner.Next(out var piece) && n < Messages) work(piece, n++);
        }
        return n;
    }

    /// <summary>One such message with a control id of its own.</summary>
    internal static string Message(string id) => Encoding.UTF8.GetString(Text(1)).Replace("|C000000|", $"|{id}|", StringComparison.Ordinal);

    static byte[] Text(int count, int first = 0)
    {
        var text = new StringBuilder();
        for (var i = first; i < first + count; i++)
            text.Append(CultureInfo.InvariantCulture, $"MSH|^~\\&|EHR|CLINIC{i % 7}|IIS|STATE|20260801101500-0500||VXU^V04^VXU_V04|C{i:D6}|P|2.5.1|||ER|AL|||||Z22^CDCPHINVS|CLINIC{i % 7}|IIS\r")
                .Append(CultureInfo.InvariantCulture, $"PID|1||{100_000 + i}^^^CLINIC{i % 7}^MR~{i + 5000}^^^STATE^SR||Rivera{i % 900}^Maria{i % 300}^Elena^^^^L|Lopez^Ana^^^^^M|2024{1 + i % 12:D2}{1 + i % 28:D2}|F||2106-3^White^CDCREC|{i} Main Street^^Springfield^NY^12345^USA^P^^36001||^PRN^PH^^^518^555{i % 10_000:D4}~^NET^^maria{i}@example.org|||||||||2135-2^Hispanic or Latino^CDCREC||N|1\r")
                .Append("PD1|||||||||||02^Reminder/Recall - any method^HL70215|N|20240501|||A|20240501|20240501\r")
                .Append(CultureInfo.InvariantCulture, $"NK1|1|Lopez^Ana^^^^^L|MTH^Mother^HL70063|{i} Main Street^^Springfield^NY^12345^USA^P|^PRN^PH^^^518^555{i % 10_000:D4}\r")
                .Append(CultureInfo.InvariantCulture, $"ORC|RE||D{i}A^CLINIC|||||||7824^Jackson^Lily^^^^^^CLINIC^L||654^Thomas^Wilma^^^^^^CLINIC^L|||||CLINIC^Clinic^HL70362\r")
                .Append(CultureInfo.InvariantCulture, $"RXA|0|1|20260730||20^DTaP^CVX^58160-0810-52^INFANRIX^NDC|0.5|mL^mL^UCUM||00^New Record^NIP001|7824^Jackson^Lily|^^^CLINIC||||LOT{i % 50}|20271231|SKB^GlaxoSmithKline^MVX|||CP|A\r")
                .Append("RXR|C28161^Intramuscular^NCIT|LT^Left Thigh^HL70163\r")
                .Append("OBX|1|CE|30963-3^Vaccine Funding Source^LN|1|VXC51^Public VFC^CDCPHINVS||||||F|||20260730\r")
                .Append("OBX|2|CE|64994-7^Vaccine Funding Program Eligibility^LN|2|V02^Medicaid^HL70064||||||F|||20260730|||VXC40^per immunization^CDCPHINVS\r")
                .Append("OBX|3|CE|69764-9^Document Type^LN|3|253088698300003511200401^Diphtheria/Tetanus/Pertussis (DTaP) VIS^cdcgs1vis||||||F|||20260730\r")
                .Append("OBX|4|DT|29769-7^Date Vis Presented^LN|3|20260730||||||F|||20260730\r")
                .Append(CultureInfo.InvariantCulture, $"ORC|RE||D{i}B^CLINIC|||||||7824^Jackson^Lily^^^^^^CLINIC^L|||||||CLINIC^Clinic^HL70362\r")
                .Append("RXA|0|1|20260730||10^IPV^CVX^49281-0860-78^IPOL^NDC|0.5|mL^mL^UCUM||00^New Record^NIP001|7824^Jackson^Lily|^^^CLINIC||||IP77|20271231|PMC^Sanofi^MVX|||CP|A\r")
                .Append("RXR|C28161^Intramuscular^NCIT|RT^Right Thigh^HL70163\r")
                .Append("OBX|1|CE|64994-7^Vaccine Funding Program Eligibility^LN|1|V02^Medicaid^HL70064||||||F|||20260730\r");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
