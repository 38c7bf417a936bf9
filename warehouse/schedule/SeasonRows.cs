using System.Globalization;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Warehouse.Schedule;

/// <summary>Reads <c>seasons.csv</c>: seasons that a site adds beside the schedule, without a new package.</summary>
/// <remarks>
/// Columns <c>antigen,season,start,end,source</c>; dates ISO; an empty end means: until the antigen's next season starts.
/// A field with a comma stands in double quotes.
/// </remarks>
public static class SeasonRows
{
    const string Header = "antigen,season,start,end,source";

    /// <summary>The rows of one file.</summary>
    /// <returns>A row that cannot be read is left out and is an error finding that names file and line.</returns>
    public static (Rows<Season> Seasons, Rows<Finding> Findings) Read(ScheduleFile file)
    {
        var seasons = new List<Season>();
        var findings = new List<Finding>();
        var number = 0;
        foreach (var line in file.Text.TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            var place = $"{file.Name}:{number}";
            var fields = Fields(line.Trim());
            if (number == 1)
            {
                if (!string.Join(',', fields).Equals(Header, StringComparison.OrdinalIgnoreCase))
                    findings.Add(new Finding(true, place, $"the first line must be '{Header}'"));
            }
            else if (fields is not [""])
            {
                if (RowOf(fields, text => findings.Add(new Finding(true, place, text))) is { } season)
                    seasons.Add(season);
            }
        }
        return (seasons.ToRows(), findings.ToRows());
    }

    static Season? RowOf(List<string> fields, Action<string> error)
    {
        if (fields.Count != 5)
        {
            error($"{fields.Count} fields; expected 5: {Header}");
            return null;
        }
        if (fields[0] == "" || fields[1] == "" || fields[4] == "")
        {
            error("antigen, season and source must be filled");
            return null;
        }
        if (!IsDate(fields[2], out var start))
        {
            error($"start '{fields[2]}' is not a date such as 2026-07-01");
            return null;
        }
        DateOnly? end = null;
        if (fields[3] != "")
        {
            if (!IsDate(fields[3], out var last))
            {
                error($"end '{fields[3]}' is not a date such as 2027-06-30");
                return null;
            }
            end = last;
        }
        if (end < start)
        {
            error("the season ends before it starts");
            return null;
        }
        return new Season(fields[0], fields[1], start, end, fields[4]);
    }

    static bool IsDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = "";
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                fields.Add(field.Trim());
                field = "";
            }
            else
                field += c;
        }
        fields.Add(field.Trim());
        return fields;
    }
}
