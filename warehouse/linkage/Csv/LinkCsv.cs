using System.Globalization;
using System.Text;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>What linking a file came to.</summary>
/// <param name="PairsToReview">Pairs that wait for a person's decision.</param>
/// <param name="Problems">Plain words about lines that could not be read or told apart, and columns nobody knows; never what a cell says of a person.</param>
public sealed record LinkCsvResult(int Records, int Persons, int PairsToReview, IReadOnlyList<string> Problems);

/// <summary>Record linkage on a CSV alone: any subset of the columns, nothing known beforehand.</summary>
public static class LinkCsv
{
    static readonly string[] Known =
    [
        "record_id", "source", "last_name", "first_name", "middle_name", "suffix", "alias", "birth_date", "sex", "multiple_birth", "birth_order",
        "mother_maiden_name", "guardian_first", "guardian_last", "street", "city", "state", "zip", "phone", "email", "identifiers",
    ];

    /// <summary>Links a file.</summary>
    /// <param name="input">Header row, then records; comma or tab.</param>
    /// <param name="links">Written: record_id, person_id (that of the person's first record), review.</param>
    /// <param name="pairs">Written where given: record_a, record_b, score in bits, probability, decision, rule, one weight a field.</param>
    /// <param name="model">Where fitting starts; the shipped model by default.</param>
    public static LinkCsvResult Run(TextReader input, TextWriter links, TextWriter? pairs = null, LinkModel? model = null)
    {
        var (table, ids, problems) = Read(input);
        var linked = Linking.Run(table, model ?? LinkModel.Shipped, new BlockingOptions(), fit: true);
        links.Write("record_id,person_id,review\n");
        for (var row = 0; row < table.Count; row++)
            links.Write($"{CsvText.Quote(ids[row])},{CsvText.Quote(ids[linked.PersonRow[row]])},{(linked.Waiting[row] ? 1 : 0)}\n");
        var review = linked.Pairs.Count(pair => Linking.IsWaiting(pair, linked.PersonRow, linked.Model));
        if (pairs is not null) Write(pairs, linked, ids);
        return new(table.Count, linked.PersonRow.Distinct().Count(), review, problems);
    }

    /// <summary>Reads a file into clean records.</summary>
    /// <returns>The records, the record_id of each row (its line number where none is given) and what could not be read.</returns>
    public static (RecordTable Table, List<string> Ids, List<string> Problems) Read(TextReader input)
    {
        var builder = new RecordTableBuilder();
        var ids = new List<string>();
        var problems = new List<string>();
        var record = new LinkRecord();
        int[]? at = null;
        var (columns, longer, firstLonger, again, firstAgain) = (0, 0, 0, 0, "");
        var seen = new HashSet<string>();
        foreach (var row in CsvText.Rows(input, problems.Add))
        {
            if (at is null)
            {
                var header = row.Select(name => name.Trim().ToLowerInvariant()).ToList();
                at = [.. Known.Select(name => header.IndexOf(name))];
                columns = header.Count;
                // Where no column is known the line may be no header at all, and name a person.
                if (at.All(place => place < 0)) problems.Add($"the first line names no known column; there are {string.Join(", ", Known)}");
                else problems.AddRange(header.Where(name => name.Length > 0 && !Known.Contains(name)).Select(name => $"column {name} is not known and was left out"));
                continue;
            }
            record.Clear();
            record.Key = ids.Count;
            Fill(record, row, at);
            ids.Add(Cell(row, at[0]) ?? (ids.Count + 2).ToString(CultureInfo.InvariantCulture));
            if (row.Count > columns && longer++ == 0) firstLonger = ids.Count;
            if (!seen.Add(ids[^1]) && again++ == 0) firstAgain = ids[^1];
            builder.Add(record);
        }
        if (at is null) problems.Add("the file has no header row");
        if (longer > 0) problems.Add(string.Create(CultureInfo.InvariantCulture, $"{longer:N0} records have more cells than the first line names columns, the first is record {firstLonger:N0}; what is too much was left out"));
        if (again > 0) problems.Add(string.Create(CultureInfo.InvariantCulture, $"{again:N0} records bear a record_id that an earlier one has, the first is {firstAgain}: their links cannot be told apart"));
        return (builder.Build(), ids, problems);
    }

    static string? Cell(List<string> row, int at) => at >= 0 && at < row.Count && row[at].AsSpan().Trim() is { Length: > 0 } text ? text.ToString() : null;

    static void Fill(LinkRecord record, List<string> row, int[] at)
    {
        var column = 1;
        string? Next() => Cell(row, at[column++]);
        record.Source = Next();
        record.LastName = Next();
        record.FirstName = Next();
        record.MiddleName = Next();
        record.Suffix = Next();
        foreach (var alias in Split(Next())) AddAlias(record, alias);
        record.Birth = BirthDate.Read(Next());
        record.Sex = Next();
        record.MultipleBirth = Next() is not { } multiple ? null : multiple[0] is 'Y' or 'y' or '1' or 'T' or 't';
        record.BirthOrder = int.TryParse(Next(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var order) ? order : null;
        record.MotherMaidenName = Next();
        record.GuardianFirst = Next();
        record.GuardianLast = Next();
        record.Street = Next();
        record.City = Next();
        record.State = Next();
        record.Zip = Next();
        record.Phones.AddRange(Split(Next()));
        record.Emails.AddRange(Split(Next()));
        foreach (var id in Split(Next()))
        {
            var parts = id.Split(':');
            record.Identifiers.Add(parts.Length switch
            {
                1 => new(null, null, parts[0]),
                2 => new(parts[0], null, parts[1]),
                _ => new(parts[0], parts[1], string.Join(':', parts[2..])),
            });
        }
    }

    static string[] Split(string? text) => text is null ? [] : text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // One word may be either name; of several the last is the family name, or the first before a comma.
    static void AddAlias(LinkRecord record, string alias)
    {
        var comma = alias.IndexOf(',');
        var blank = alias.LastIndexOf(' ');
        record.OtherNames.Add(comma > 0 ? new(alias[(comma + 1)..], alias[..comma]) : blank > 0 ? new(alias[..blank], alias[(blank + 1)..]) : new(alias, alias));
    }

    static void Write(TextWriter to, LinkedRecords linked, List<string> ids)
    {
        to.Write("record_a,record_b,score,probability,decision,rule," + string.Join(',', PairFields.Names) + "\n");
        var line = new StringBuilder();
        foreach (var pair in linked.Pairs)
        {
            linked.Judge.Judge(pair.A, pair.B);
            line.Clear().Append(CsvText.Quote(ids[pair.A])).Append(',').Append(CsvText.Quote(ids[pair.B]))
                .Append(CultureInfo.InvariantCulture, $",{pair.Score:0.00},{PairScorer.Probability(pair.Score):0.000000},{Linking.Decision(pair, linked.PersonRow, linked.Model)},{pair.Rule}");
            foreach (var weight in linked.Judge.Weights) line.Append(CultureInfo.InvariantCulture, $",{weight:0.00}");
            to.Write(line.Append('\n'));
        }
    }
}
