using System.Globalization;
using System.Text;
using System.Text.Json;
using RegistryAnalytics.Evaluation;

namespace RegistryAnalytics.Warehouse.Evaluate;

/// <summary>One line of input as it was read; kept from line to line.</summary>
sealed class LinePerson
{
    /// <summary>A dose of the line; the date is null where it is missing or is not one.</summary>
    internal readonly record struct LineDose(string? Id, DateOnly? Date, string Cvx, string Mvx, DateOnly? LotExpiry, bool HasCondition, int VolumeHundredths);

    internal string? Id { get; private set; }
    internal DateOnly? BirthDate { get; private set; }
    internal Sex Sex { get; private set; }
    internal string? Country { get; private set; }
    internal DateOnly? AsOf { get; private set; }
    internal List<LineDose> Doses { get; } = [];
    internal List<(string Code, DateOnly? Date)> Observations { get; } = [];

    /// <summary>Reads one JSON object; members that are not known are passed over.</summary>
    /// <returns>Null, or why the line cannot be read: without any value of the line.</returns>
    internal string? Read(ReadOnlySpan<byte> line)
    {
        (Id, BirthDate, Sex, Country, AsOf) = (null, null, Sex.Unknown, null, null);
        Doses.Clear();
        Observations.Clear();
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return "the line is not a JSON object";
            var problem = ReadPerson(ref reader);
            return problem ?? (reader.Read() ? "text after the JSON object" : null);
        }
        catch (JsonException broken)
        {
            return string.Create(CultureInfo.InvariantCulture, $"not JSON at byte {broken.BytePositionInLine ?? 0}");
        }
        catch (InvalidOperationException)
        {
            // What the reader throws for text that is no valid UTF-8 or UTF-16.
            return "a text is not valid Unicode";
        }
    }

    string? ReadPerson(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8)) Id = Text(ref reader);
            else if (reader.ValueTextEquals("birthDate"u8)) BirthDate = Date(ref reader);
            else if (reader.ValueTextEquals("sex"u8)) Sex = SexOf(Text(ref reader));
            else if (reader.ValueTextEquals("birthCountry"u8)) Country = Text(ref reader);
            else if (reader.ValueTextEquals("asOf"u8)) AsOf = Date(ref reader);
            else if (reader.ValueTextEquals("doses"u8))
            {
                if (!ReadArray(ref reader, ReadDose))
                    return "doses is not an array of objects";
            }
            else if (reader.ValueTextEquals("observations"u8))
            {
                if (!ReadArray(ref reader, ReadObservation))
                    return "observations is not an array of objects";
            }
            else
            {
                Pass(ref reader);
            }
        }
        return null;
    }

    delegate void ReadObject(ref Utf8JsonReader reader);

    /// <returns>False where there is something else than null or an array of objects.</returns>
    static bool ReadArray(ref Utf8JsonReader reader, ReadObject readObject)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return true;
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                return false;
            readObject(ref reader);
        }
        return true;
    }

    void ReadDose(ref Utf8JsonReader reader)
    {
        string? id = null, cvx = null, mvx = null;
        DateOnly? date = null, expiry = null;
        var hasCondition = false;
        var volume = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8)) id = Text(ref reader);
            else if (reader.ValueTextEquals("date"u8)) date = Date(ref reader);
            else if (reader.ValueTextEquals("cvx"u8)) cvx = Text(ref reader);
            else if (reader.ValueTextEquals("mvx"u8)) mvx = Text(ref reader);
            else if (reader.ValueTextEquals("lotExpiration"u8)) expiry = LotExpiry(ref reader);
            else if (reader.ValueTextEquals("doseCondition"u8)) hasCondition = Text(ref reader) is "true" or "True" or "Y";
            else if (reader.ValueTextEquals("volume"u8)) volume = Hundredths(Text(ref reader));
            else Pass(ref reader);
        }
        Doses.Add(new(id, date, cvx ?? "", mvx ?? "", expiry, hasCondition, volume));
    }

    void ReadObservation(ref Utf8JsonReader reader)
    {
        string? code = null;
        DateOnly? date = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("code"u8)) code = Text(ref reader);
            else if (reader.ValueTextEquals("date"u8)) date = Date(ref reader);
            else Pass(ref reader);
        }
        Observations.Add((code ?? "", date));
    }

    /// <summary>A string, number or boolean as text; null for anything else.</summary>
    static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                return Encoding.UTF8.GetString(reader.ValueSpan);
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>2025-09-06 or 20250906; null for anything else.</summary>
    static DateOnly? Date(ref Utf8JsonReader reader) => DayOf(DateText(ref reader));

    /// <summary>A date, or a month such as 2025-09 or 202509: then its last day (CALCDTLOTEXP-1).</summary>
    static DateOnly? LotExpiry(ref Utf8JsonReader reader)
    {
        var text = DateText(ref reader);
        if (text.Length is not (6 or 7))
            return DayOf(text);
        return (text.Length == 6 || text[4] == '-') && Number(text[..4], out var year) && Number(text[^2..], out var month)
            && DateOf(year, month, 1) is { } first
            ? first.AddDays(DateTime.DaysInMonth(year, month) - 1)
            : null;
    }

    /// <summary>The text of a date; empty where there is no text or number.</summary>
    static ReadOnlySpan<byte> DateText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
            return reader.ValueSpan;
        reader.Skip();
        return default;
    }

    static DateOnly? DayOf(ReadOnlySpan<byte> text)
    {
        Span<int> parts = stackalloc int[3];
        return text.Length == 10 && text[4] == '-' && text[7] == '-' && Number(text[..4], out parts[0]) && Number(text[5..7], out parts[1]) && Number(text[8..], out parts[2])
            || text.Length == 8 && Number(text[..4], out parts[0]) && Number(text[4..6], out parts[1]) && Number(text[6..], out parts[2])
            ? DateOf(parts[0], parts[1], parts[2])
            : null;
    }

    static bool Number(ReadOnlySpan<byte> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    static DateOnly? DateOf(int year, int month, int day) =>
        year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    static void Pass(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    static Sex SexOf(string? text) => text switch { "F" => Sex.Female, "M" => Sex.Male, "X" => Sex.Other, _ => Sex.Unknown };

    static int Hundredths(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ml) && ml < 1000 ? (int)(ml * 100) : 0;
}
