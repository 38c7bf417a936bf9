using System.Globalization;
using System.Text;

namespace RegistryAnalytics.Tests.Etl.Hl7;

/// <summary>What a made message says, to be found again in the staged rows.</summary>
sealed record MadeDose(string Id, DateOnly Date, string Cvx, string Lot, bool Given);

sealed record MadeMessage(
    string ControlId, string PersonId, string Last, string First, DateOnly Born, string Sex, string Street, IReadOnlyList<MadeDose> Doses);

/// <summary>Makes valid messages with awkward text: delimiters in names, accents, empty trailing fields, either line end.</summary>
static class MessageMaker
{
    static readonly string[] Codes = ["03", "08", "10", "17", "20", "21", "83", "94", "110", "116", "133", "140"];
    static readonly string[] Parts = ["an", "Be", "çé", "O'", "d|", "m^", "x~", "s&", "e\\", " de ", "ß", "Łu", "名", "-", "ka", "ri"];

    public static (string Text, List<MadeMessage> Made) Batch(Random random, int count)
    {
        var text = new StringBuilder();
        var made = new List<MadeMessage>();
        var end = random.Next(3) switch { 0 => "\r", 1 => "\n", _ => "\r\n" };
        for (var i = 0; i < count; i++) made.Add(One(random, $"M{random.Next():x8}{i}", text, end));
        return (text.ToString(), made);
    }

    static MadeMessage One(Random random, string id, StringBuilder text, string end)
    {
        var born = new DateOnly(2012, 1, 1).AddDays(random.Next(4000));
        var doses = Enumerable.Range(1, random.Next(0, 5)).Select(n => new MadeDose(
            $"{id}-{n}", born.AddDays(365 + random.Next(700)), Codes[random.Next(Codes.Length)], Word(random), random.Next(2) == 0)).ToList();
        var message = new MadeMessage(id, "P" + random.Next(1_000_000).ToString(CultureInfo.InvariantCulture), Word(random), Word(random), born, "FMU"[random.Next(3)].ToString(), Word(random), doses);
        void Line(string line) => text.Append(line).Append(random.Next(4) == 0 ? new string('|', random.Next(3)) : "").Append(end);
        Line($"MSH|^~\\&|EHR|MAKER|IIS|STATE|20260801101500-0500||VXU^V04^VXU_V04|{id}|P|2.5.1|||ER|AL|||||Z22^CDCPHINVS");
        Line($"PID|1||{message.PersonId}^^^MAKER^MR||{Escape(message.Last)}^{Escape(message.First)}^^^^^L||{born:yyyyMMdd}|{message.Sex}|||{Escape(message.Street)}^^Albany^NY^12207^USA^H");
        foreach (var dose in doses)
        {
            Line($"ORC|RE||{dose.Id}^MAKER");
            Line(dose.Given
                ? $"RXA|0|1|{dose.Date:yyyyMMdd}||{dose.Cvx}^^CVX|0.5|mL^mL^UCUM||00^^NIP001|1^N|^^^MAKER||||{Escape(dose.Lot)}|20301231|MSD^^MVX|||CP|A"
                : $"RXA|0|1|{dose.Date:yyyyMMdd}||{dose.Cvx}^^CVX|999|||01^^NIP001||||||{Escape(dose.Lot)}|||||CP|A");
            if (dose.Given) Line("OBX|1|CE|64994-7^E^LN|1|V01^^HL70064||||||F");
        }
        return message;
    }

    static string Word(Random random) => "A" + string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Parts[random.Next(Parts.Length)])).Trim() + "z";

    static string Escape(string text) => string.Concat(text.Select(c => c switch
    {
        '|' => "\\F\\",
        '^' => "\\S\\",
        '~' => "\\R\\",
        '&' => "\\T\\",
        '\\' => "\\E\\",
        _ => c.ToString(),
    }));
}
