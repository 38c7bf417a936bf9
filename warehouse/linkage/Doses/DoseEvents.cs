using System.Numerics;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Groups the dose records of one person into vaccination events. Not for several threads at once.</summary>
public sealed class DoseEvents(DoseVocabulary vocabulary)
{
    readonly List<(int A, int B, int Points)> same = [];
    readonly List<(int A, int B, int Points)> unsure = [];
    readonly List<(int A, int B)> different = [];
    readonly List<(int A, int B)> far = [];
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
        far.Clear();
        for (var i = 0; i < n; i++) eventOf[i] = i;
        for (var i = 0; i < n; i++)
            for (var j = i + 1; j < n; j++)
                if (DosePair.Days(records[i], records[j]) is var days && days <= DoseVocabulary.Month) Weigh(records, i, j, days);
        same.Sort((x, y) => y.Points != x.Points ? y.Points.CompareTo(x.Points) : x.A != y.A ? x.A.CompareTo(y.A) : x.B.CompareTo(y.B));
        foreach (var (a, b, _) in same) Join(records, eventOf[a], eventOf[b], n);
        JoinPartners(records, n);
        JoinParallel(records, n);
        Order(records, n);
        Doubt(records);
    }

    void Weigh(ReadOnlySpan<DoseRecord> records, int i, int j, int days)
    {
        ref readonly var a = ref records[i];
        ref readonly var b = ref records[j];
        var shared = a.Groups & b.Groups;
        var isCandidate = shared != 0 ? days <= vocabulary.Window(shared) : a.Cvx == b.Cvx && a.Day == b.Day;
        if (!isCandidate)
        {
            if (shared != 0 && vocabulary.Window(shared) >= DoseVocabulary.ShortestSeries && DosePair.MayBeTranscript(a, b)) far.Add((i, j));
            return;
        }
        switch (DosePair.Decide(a, b))
        {
            case SameDose.Same: same.Add((i, j, DosePair.Points(a, b))); break;
            case SameDose.Unsure when a.Class == b.Class: unsure.Add((i, j, DosePair.Points(a, b))); break;
            case SameDose.Different: different.Add((i, j)); break;
        }
    }

    // Best pairs first.
    void Join(ReadOnlySpan<DoseRecord> records, int a, int b, int n)
    {
        if (a == b || !CanBeOne(records, a, b, n)) return;
        var (to, from) = a < b ? (a, b) : (b, a);
        for (var i = from; i < n; i++)
            if (eventOf[i] == from) eventOf[i] = to;
    }

    // Two events with records that are different stay apart, and so do administered doses of different days.
    bool CanBeOne(ReadOnlySpan<DoseRecord> records, int a, int b, int n)
    {
        foreach (var (x, y) in different)
            if (eventOf[x] == a && eventOf[y] == b || eventOf[x] == b && eventOf[y] == a) return false;
        var (dayOfA, dayOfB) = (AdministeredDay(records, a, n), AdministeredDay(records, b, n));
        return (dayOfA == 0 || dayOfB == 0 || dayOfA == dayOfB) && !ToldTwice(records, a, b, n);
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

    // Doses of other series that two files must both tell to be taken for telling the same history.
    const int Several = 2;

    // Two events in doubt, one of them transcribed and told by others, each of them clearly the other's likeliest partner: they are one.
    void JoinPartners(ReadOnlySpan<DoseRecord> records, int n)
    {
        unsure.Sort((x, y) => y.Points != x.Points ? y.Points.CompareTo(x.Points) : x.A != y.A ? x.A.CompareTo(y.A) : x.B.CompareTo(y.B));
        foreach (var (a, b, points) in unsure)
        {
            var (x, y) = (eventOf[a], eventOf[b]);
            if (x == y || records[a].Sender == records[b].Sender || records[a].Source != DoseSource.Historical && records[b].Source != DoseSource.Historical) continue;
            if (records[a].Lot != 0 && records[b].Lot != 0 && records[a].Lot != records[b].Lot) continue;
            if (!HasRival(records, x, y, points, n)) Join(records, x, y, n);
        }
    }

    // Whether another event may as well be the partner of one of two. Parts of a combination are no rivals, nor is an event that may
    // be the same dose as both, nor one that can be neither's.
    bool HasRival(ReadOnlySpan<DoseRecord> records, int x, int y, int points, int n)
    {
        foreach (var (c, d, others) in unsure)
        {
            if (others <= points - Clearly) break;
            var (p, q) = (eventOf[c], eventOf[d]);
            if (p == q || p == x && q == y || p == y && q == x) continue;
            var (own, rival) = p == x || p == y ? (p, q) : q == x || q == y ? (q, p) : (-1, -1);
            if (own < 0 || !CanBeOne(records, own, rival, n)) continue;
            var other = own == x ? y : x;
            if ((GroupsOf(records, other, n) & GroupsOf(records, rival, n)) != 0 && !(AreInDoubt(other, rival) && CanBeOne(records, other, rival, n))) return true;
        }
        return false;
    }

    bool AreInDoubt(int x, int y)
    {
        foreach (var (a, b, _) in unsure)
            if (eventOf[a] == x && eventOf[b] == y || eventOf[a] == y && eventOf[b] == x) return true;
        return false;
    }

    // What is left over in two files that tell the same series, a month apart at most, is one dose that one of them has transcribed badly;
    // so is a transcript that names the giver, whose own file tells the dose.
    void JoinParallel(ReadOnlySpan<DoseRecord> records, int n)
    {
        foreach (var (a, b) in far)
        {
            var (x, y) = (eventOf[a], eventOf[b]);
            if (x == y || TellTogether(records, x, y, n) || !CanBeOne(records, x, y, n)) continue;
            var sameGiver = records[a].Organization != 0 && records[a].Organization == records[b].Organization;
            if ((sameGiver || AreParallel(records, x, y, n)) && !HasThird(records, x, y, n)) Join(records, x, y, n);
        }
    }

    // One file tells both.
    bool TellTogether(ReadOnlySpan<DoseRecord> records, int x, int y, int n)
    {
        for (var i = x; i < n; i++)
            if (eventOf[i] == x && Tells(records, y, records[i].Sender, n)) return true;
        return false;
    }

    // A third event of the series lies between the two, or may as well be one with either.
    bool HasThird(ReadOnlySpan<DoseRecord> records, int x, int y, int n)
    {
        var groups = GroupsOf(records, x, n) | GroupsOf(records, y, n);
        var (first, last) = (Math.Min(records[x].Day, records[y].Day), Math.Max(records[x].Day, records[y].Day));
        for (var i = 0; i < n; i++)
        {
            var third = eventOf[i];
            if (third == x || third == y || (records[i].Groups & groups) == 0) continue;
            if (records[i].Day > first && records[i].Day < last) return true;
            if (records[i].Day >= first - DoseVocabulary.Month && records[i].Day <= last + DoseVocabulary.Month
                && (!TellTogether(records, x, third, n) && CanBeOne(records, x, third, n) || !TellTogether(records, y, third, n) && CanBeOne(records, y, third, n))) return true;
        }
        return false;
    }

    // A third event is told by a file of either: of the series, or several.
    bool AreParallel(ReadOnlySpan<DoseRecord> records, int x, int y, int n)
    {
        var groups = GroupsOf(records, x, n) & GroupsOf(records, y, n);
        var others = 0;
        for (var i = 0; i < n; i++)
        {
            if (eventOf[i] != i || i == x || i == y || !TellTogether(records, i, x, n) || !TellTogether(records, i, y, n)) continue;
            if ((GroupsOf(records, i, n) & groups) != 0 || ++others == Several) return true;
        }
        return false;
    }

    bool Tells(ReadOnlySpan<DoseRecord> records, int ofEvent, ulong teller, int n)
    {
        for (var i = ofEvent; i < n; i++)
            if (eventOf[i] == ofEvent && records[i].Sender == teller) return true;
        return false;
    }

    ulong GroupsOf(ReadOnlySpan<DoseRecord> records, int ofEvent, int n)
    {
        var groups = 0UL;
        for (var i = ofEvent; i < n; i++)
            if (eventOf[i] == ofEvent) groups |= records[i].Groups;
        return groups;
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
