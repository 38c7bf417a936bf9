using System.Runtime.InteropServices;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>The events of some persons, as rows of fct_dose_source.</summary>
sealed class GroupedDoses
{
    readonly record struct Row(long DoseKey, long RowKey, int FieldRank, int VaccineRank, bool IsUnsure);

    readonly List<Row> rows = [];

    /// <summary>Number of rows, one a source record.</summary>
    public int Count => rows.Count;

    public List<(long Doubted, long Kept, double Share)> Doubts { get; } = [];

    /// <summary>Vaccination events.</summary>
    public long Events { get; private set; }

    /// <summary>Of these, events that may be another's duplicate.</summary>
    public long Unsure { get; private set; }

    /// <summary>Groups.</summary>
    /// <param name="records">Records, person after person, each by day and row key.</param>
    /// <param name="ends">Where the records of each person end.</param>
    /// <param name="events">Of this thread alone.</param>
    public static GroupedDoses Of(List<DoseRecord> records, List<int> ends, DoseEvents events)
    {
        var grouped = new GroupedDoses();
        grouped.rows.EnsureCapacity(records.Count);
        var all = CollectionsMarshal.AsSpan(records);
        var from = 0;
        var keys = new long[64];
        var doubted = new HashSet<int>();
        foreach (var to in ends)
        {
            var person = all[from..to];
            if (keys.Length < person.Length) keys = new long[person.Length * 2];
            grouped.Add(person, events, keys, doubted);
            from = to;
        }
        return grouped;
    }

    void Add(ReadOnlySpan<DoseRecord> records, DoseEvents events, long[] keys, HashSet<int> doubted)
    {
        events.Group(records);
        var eventOf = events.EventOf;
        Array.Clear(keys, 0, records.Length);
        for (var i = 0; i < records.Length; i++)
        {
            ref var key = ref keys[eventOf[i]];
            key = key == 0 ? records[i].RowKey : Math.Min(key, records[i].RowKey);
            if (eventOf[i] == i) Events++;
        }
        doubted.Clear();
        foreach (var (kept, doubt, share) in events.Unsure)
        {
            doubted.Add(eventOf[doubt]);
            Doubts.Add((keys[eventOf[doubt]], keys[eventOf[kept]], share));
        }
        Unsure += doubted.Count;
        for (var i = 0; i < records.Length; i++)
        {
            var vaccineRank = 0;
            for (var j = 0; j < records.Length; j++)
                if (eventOf[j] == eventOf[i] && j != i && DoseEvents.NamesVaccineBefore(records[j], records[i])) vaccineRank++;
            rows.Add(new(keys[eventOf[i]], records[i].RowKey, events.OrderOf[i], vaccineRank, doubted.Contains(eventOf[i])));
        }
    }

    /// <summary>Writes the rows in the order of their records.</summary>
    public void Write(DuckDbAppender to)
    {
        foreach (var row in rows)
            to.Append(row.DoseKey).Append(row.RowKey).AppendLabel(row.FieldRank == 0 ? 0 : 1).Append(row.FieldRank).Append(row.VaccineRank).Append(row.IsUnsure).EndRow();
    }
}
