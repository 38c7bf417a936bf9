using System.Numerics;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Groups the dose records of one person into vaccination events. Not for several threads at once.</summary>
public sealed class DoseEvents(DoseVocabulary vocabulary)
{
    readonly List<(int A, int B, int Points)> same = [];
    readonly List<(int A, int B, int Points)> unsure = [];
    readonly List<(int A, int B)> different = [];
    int[] eventOf = [];
    int[] orderOf = [];

    /// <summary>For each record the first record of its event.</summary>
    public ReadOnlySpan<int> EventOf => eventOf;

    /// <summary>For each record its place within the event, from 0: the leading record comes first, blanks are filled in this order.</summary>
    public ReadOnlySpan<int> OrderOf => orderOf;

    /// <summary>Pairs of records of two events that may be one: the better-told first.</summary>
    public List<(int Kept, int Doubted, double Share)> Unsure { get; } = [];

    /// <summary>Groups.</summary>
    /// <param name="records">All records of one person, by day, then row key.</param>
    public void Group(ReadOnlySpan<DoseRecord> records)
    {
        var n = records.Length;
        if (eventOf.Length < n) (eventOf, orderOf) = (new int[n * 2], new int[n * 2]);
        Unsure.Clear();
        same.Clear();
        unsure.Clear();
        different.Clear();
        for (var i = 0; i < n; i++) eventOf[i] = i;
        for (var i = 0; i < n; i++)
            for (var j = i + 1; j < n; j++)
                if (DosePair.Days(records[i], records[j]) is var days && days <= DoseVocabulary.DefaultWindow) Weigh(records, i, j, days);
        same.Sort((x, y) => y.Points != x.Points ? y.Points.CompareTo(x.Points) : x.A != y.A ? x.A.CompareTo(y.A) : x.B.CompareTo(y.B));
        foreach (var (a, b, _) in same) Join(records, eventOf[a], eventOf[b], n);
        JoinPartners(records, n);
        Order(records, n);
        Doubt(records);
    }

    void Weigh(ReadOnlySpan<DoseRecord> records, int i, int j, int days)
    {
        ref readonly var a = ref records[i];
        ref readonly var b = ref records[j];
        var shared = a.Groups & b.Groups;
        var isCandidate = shared != 0 ? days <= vocabulary.Window(shared) : a.Cvx == b.Cvx && a.Day == b.Day;
        if (!isCandidate) return;
        switch (DosePair.Decide(a, b))
        {
            case SameDose.Same: same.Add((i, j, DosePair.Points(a, b))); break;
            case SameDose.Unsure when a.Class == b.Class: unsure.Add((i, j, DosePair.Points(a, b))); break;
            case SameDose.Different: different.Add((i, j)); break;
        }
    }

    // Best pairs first; two events with records that are different stay apart, and so do administered doses of different days.
    void Join(ReadOnlySpan<DoseRecord> records, int a, int b, int n)
    {
        if (a == b) return;
        foreach (var (x, y) in different)
            if (eventOf[x] == a && eventOf[y] == b || eventOf[x] == b && eventOf[y] == a) return;
        var (dayOfA, dayOfB) = (AdministeredDay(records, a, n), AdministeredDay(records, b, n));
        if (dayOfA != 0 && dayOfB != 0 && dayOfA != dayOfB) return;
        if (ToldTwice(records, a, b, n)) return;
        var (to, from) = a < b ? (a, b) : (b, a);
        for (var i = from; i < n; i++)
            if (eventOf[i] == from) eventOf[i] = to;
    }

    // One sender tells both on different days: it means two doses.
    bool ToldTwice(ReadOnlySpan<DoseRecord> records, int a, int b, int n)
    {
        for (var i = 0; i < n; i++)
        {
            if (eventOf[i] != a) continue;
            for (var j = 0; j < n; j++)
                if (eventOf[j] == b && records[i].Day != records[j].Day && records[i].Sender == records[j].Sender && records[i].Sender != 0) return true;
        }
        return false;
    }

    // Points by which a partner must be likelier than any other.
    const int Clearly = 5;

    // Two events in doubt, one of them transcribed and told by others, each of them clearly the other's likeliest partner: they are one.
    void JoinPartners(ReadOnlySpan<DoseRecord> records, int n)
    {
        unsure.Sort((x, y) => y.Points != x.Points ? y.Points.CompareTo(x.Points) : x.A != y.A ? x.A.CompareTo(y.A) : x.B.CompareTo(y.B));
        foreach (var (a, b, points) in unsure)
        {
            var (x, y) = (eventOf[a], eventOf[b]);
            if (x == y || records[a].Sender == records[b].Sender || records[a].Source != DoseSource.Historical && records[b].Source != DoseSource.Historical) continue;
            if (records[a].Lot != 0 && records[b].Lot != 0 && records[a].Lot != records[b].Lot) continue;
            var clearly = true;
            foreach (var (c, d, others) in unsure)
            {
                var (p, q) = (eventOf[c], eventOf[d]);
                if (p != q && (p == x || q == x || p == y || q == y) && !(p == x && q == y || p == y && q == x) && others > points - Clearly) clearly = false;
            }
            if (clearly) Join(records, x, y, n);
        }
    }

    int AdministeredDay(ReadOnlySpan<DoseRecord> records, int ofEvent, int n)
    {
        for (var i = ofEvent; i < n; i++)
            if (eventOf[i] == ofEvent && records[i].Source == DoseSource.Administered) return records[i].Day;
        return 0;
    }

    // Administered before historical, specific before unspecified, combination before its parts, more told before less, older before newer.
    void Order(ReadOnlySpan<DoseRecord> records, int n)
    {
        for (var i = 0; i < n; i++)
        {
            orderOf[i] = 0;
            for (var j = 0; j < n; j++)
                if (j != i && eventOf[j] == eventOf[i] && Leads(records[j], records[i])) orderOf[i]++;
        }
    }

    /// <summary>Whether one record of an event goes before another when fields are taken.</summary>
    public static bool Leads(in DoseRecord a, in DoseRecord b)
    {
        var administered = (b.Source == DoseSource.Administered).CompareTo(a.Source == DoseSource.Administered);
        if (administered != 0) return administered < 0;
        if (a.IsUnspecified != b.IsUnspecified) return b.IsUnspecified;
        var groups = BitOperations.PopCount(b.Groups).CompareTo(BitOperations.PopCount(a.Groups));
        if (groups != 0) return groups < 0;
        return a.Details != b.Details ? a.Details > b.Details : a.RowKey < b.RowKey;
    }

    /// <summary>Whether a record's vaccine code goes before another's: specific, combination, administered, older.</summary>
    public static bool NamesVaccineBefore(in DoseRecord a, in DoseRecord b)
    {
        if (a.IsUnspecified != b.IsUnspecified) return b.IsUnspecified;
        if ((a.Groups & b.Groups) == b.Groups && a.Groups != b.Groups) return true;
        return (a.Groups & b.Groups) == a.Groups && a.Groups != b.Groups ? false : Leads(a, b);
    }

    void Doubt(ReadOnlySpan<DoseRecord> records)
    {
        foreach (var (a, b, _) in unsure)
        {
            if (eventOf[a] == eventOf[b]) continue;
            var (kept, doubted) = Leads(records[a], records[b]) ? (a, b) : (b, a);
            Unsure.Add((kept, doubted, DosePair.Share(records[a], records[b])));
        }
    }
}
