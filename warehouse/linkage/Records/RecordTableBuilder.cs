using System.Runtime.InteropServices;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Cleans records and lays them down by column.</summary>
/// <remarks>A name or street that was cleaned before is not cleaned again: most of a registry's names are few.</remarks>
public sealed class RecordTableBuilder
{
    readonly TextPool pool;
    readonly List<long> keys;
    readonly List<int>[] columns, starts, values;
    readonly Dictionary<string, (int Name, int Suffix, NewbornKind Newborn)> given = new(StringComparer.Ordinal);
    readonly Dictionary<string, (int Name, int Suffix)> family = new(StringComparer.Ordinal);
    readonly Dictionary<string, (int Number, int Street, int Line)> streets = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> cities = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> zips = new(StringComparer.Ordinal);
    readonly Dictionary<(string? Authority, string? Type), (string Prefix, int Kind)> kinds = [];

    public RecordTableBuilder()
    {
        pool = new();
        keys = [];
        columns = [.. Enumerable.Range(0, RecordTable.Columns).Select(_ => new List<int>())];
        starts = [.. Enumerable.Range(0, RecordTable.Lists).Select(_ => new List<int> { 0 })];
        values = [.. Enumerable.Range(0, RecordTable.Lists).Select(_ => new List<int>())];
    }

    /// <summary>Goes on where a table ended; the table's pool is taken over.</summary>
    public RecordTableBuilder(RecordTable from)
    {
        pool = from.Pool;
        keys = [.. from.Keys];
        columns = [.. Enumerable.Range(0, RecordTable.Columns).Select(column => new List<int>(from[(Column)column]))];
        starts = [.. Enumerable.Range(0, RecordTable.Lists).Select(list => new List<int>(from.StartsOf((ListColumn)list)))];
        values = [.. Enumerable.Range(0, RecordTable.Lists).Select(list => new List<int>(from.AllOf((ListColumn)list).ToArray()))];
    }

    /// <summary>Rows so far.</summary>
    public int Count => keys.Count;

    /// <summary>Adds one record; returns its row.</summary>
    public int Add(LinkRecord record)
    {
        var isExchanged = record.LastName is { Length: > 3 } lastName && lastName[0] is 'B' or 'b' or 'N' or 'n' or 'I' or 'i' or 'T' or 't' && Given(lastName).Newborn != NewbornKind.Named
            && NewbornName.IsInLastName(NameCleaner.Words(lastName)) && Given(record.FirstName).Newborn == NewbornKind.Named;
        var (first, firstSuffix, newborn) = Given(isExchanged ? record.LastName : record.FirstName);
        var (last, lastSuffix) = Family(isExchanged ? record.FirstName : record.LastName);
        if (NameCleaner.IsNobody(pool[first], pool[last])) first = last = 0;
        var (number, street, line) = Street(record.Street);
        keys.Add(record.Key);
        Put(Column.First, first);
        Put(Column.Middle, Given(record.MiddleName).Name);
        Put(Column.Last, last);
        Put(Column.Suffix, record.Suffix is { Length: > 0 } text ? pool.Intern(NameCleaner.Suffix(Latin.Fold(text).Replace(".", "").Trim())) : lastSuffix != 0 ? lastSuffix : firstSuffix);
        Put(Column.Birth, record.Birth);
        Put(Column.Sex, record.Sex is { Length: > 0 } sex ? sex[0] switch { 'F' or 'f' or 'W' or 'w' => 1, 'M' or 'm' => 2, _ => 0 } : 0);
        Put(Column.MultipleBirth, record.MultipleBirth switch { null => 0, false => 1, true => 2 });
        Put(Column.BirthOrder, record.BirthOrder is > 0 and < 10 ? record.BirthOrder.Value : 0);
        Put(Column.Maiden, Family(record.MotherMaidenName).Name);
        Put(Column.GuardianFirst, Given(record.GuardianFirst).Name);
        Put(Column.GuardianLast, Family(record.GuardianLast).Name);
        Put(Column.Number, number);
        Put(Column.Street, street);
        Put(Column.StreetLine, line);
        Put(Column.City, Cached(cities, record.City, AddressCleaner.City));
        Put(Column.Zip, Cached(zips, record.Zip, AddressCleaner.Zip));
        Put(Column.Newborn, (int)newborn);
        Put(Column.Source, pool.Intern(record.Source));
        Put(Column.RecordType, pool.Intern(record.RecordType));
        foreach (var name in record.OtherNames)
        {
            List(ListColumn.OtherLast, Family(name.Last).Name);
            List(ListColumn.OtherFirst, Given(name.First).Name);
        }
        foreach (var phone in record.Phones) List(ListColumn.Phone, pool.Intern(ContactCleaner.Phone(phone)));
        foreach (var mail in record.Emails) List(ListColumn.Email, pool.Intern(ContactCleaner.Email(mail)));
        foreach (var id in record.Identifiers)
        {
            if (ContactCleaner.Identifier(id.Value) is not { } value) continue;
            var (prefix, kind) = Kind(id);
            values[(int)ListColumn.Identifier].Add(pool.Intern(prefix + value));
            values[(int)ListColumn.IdentifierKind].Add(kind);
        }
        for (var list = 0; list < RecordTable.Lists; list++) starts[list].Add(values[list].Count);
        return keys.Count - 1;
    }

    /// <summary>The table of everything added. The builder is used up.</summary>
    public RecordTable Build() => new(pool, [.. keys], Arrays(columns), Arrays(starts), Arrays(values));

    static int[][] Arrays(List<int>[] lists) => lists.Select(list => list.ToArray()).ToArray();

    void Put(Column column, int value) => columns[(int)column].Add(value);

    void List(ListColumn column, int value)
    {
        if (value == 0) return;
        var from = starts[(int)column][^1];
        if (!CollectionsMarshal.AsSpan(values[(int)column])[from..].Contains(value)) values[(int)column].Add(value);
    }

    (int Name, int Suffix, NewbornKind Newborn) Given(string? raw)
    {
        if (string.IsNullOrEmpty(raw)) return default;
        if (given.TryGetValue(raw, out var known)) return known;
        var clean = NameCleaner.Given(raw);
        return given[raw] = (pool.InternName(clean.Name), pool.Intern(clean.Suffix), clean.Newborn);
    }

    (int Name, int Suffix) Family(string? raw)
    {
        if (string.IsNullOrEmpty(raw)) return default;
        if (family.TryGetValue(raw, out var known)) return known;
        var clean = NameCleaner.Family(raw);
        return family[raw] = (pool.InternName(clean.Name), pool.Intern(clean.Suffix));
    }

    (int Number, int Street, int Line) Street(string? raw)
    {
        if (string.IsNullOrEmpty(raw)) return default;
        if (streets.TryGetValue(raw, out var known)) return known;
        var clean = AddressCleaner.Street(raw);
        var line = clean.Number is null || clean.Street is null ? clean.Street : clean.Number + " " + clean.Street;
        return streets[raw] = (pool.Intern(clean.Number), pool.Intern(clean.Street), pool.Intern(line));
    }

    int Cached(Dictionary<string, int> cache, string? raw, Func<string?, string?> clean)
    {
        if (string.IsNullOrEmpty(raw)) return 0;
        if (!cache.TryGetValue(raw, out var id)) cache.Add(raw, id = pool.Intern(clean(raw)));
        return id;
    }

    (string Prefix, int Kind) Kind(RecordIdentifier id)
    {
        var key = (id.Authority, id.Type);
        if (kinds.TryGetValue(key, out var known)) return known;
        var prefix = $"{Latin.Fold(id.Authority ?? "")}:{IdentifierKinds.Normal(id.Type)}:";
        return kinds[key] = (prefix, pool.Intern(prefix));
    }
}
