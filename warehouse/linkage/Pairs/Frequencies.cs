namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>How common each value is among the records: agreement on a rare name says more than on a common one.</summary>
/// <remarks>Values are bits, −log2 of the share of records that tell the field, at most <see cref="MostBits"/>.</remarks>
public sealed class Frequencies
{
    /// <summary>No agreement counts as rarer than one in 2^16: files are too small to tell.</summary>
    public const float MostBits = 16;

    readonly float[] first, last, line, zip, city, maiden, guardian, phone, email, identifier;
    readonly Dictionary<int, float> birth = [];

    // So many records of the shipped model's frequencies are added to the file's own: a file of a few
    // dozen says little, and of those that bear an agreeing value one is the pair itself.
    const int Prior = 200;

    /// <summary>Counts the values of a file.</summary>
    public Frequencies(RecordTable table)
    {
        var pool = table.Pool;
        first = Bits(Joined(table[Column.First], pool), pool.Count, PairField.FirstName);
        last = Bits(Joined(table[Column.Last], pool), pool.Count, PairField.LastName);
        maiden = Bits(Joined(table[Column.Maiden], pool), pool.Count, PairField.MaidenName);
        guardian = Bits(Joined(table[Column.GuardianFirst], pool), pool.Count, PairField.Guardian);
        line = Bits(table[Column.StreetLine], pool.Count, PairField.Address);
        zip = Bits(table[Column.Zip], pool.Count, PairField.Locality);
        city = Bits(table[Column.City], pool.Count, PairField.Locality);
        phone = Bits(table.AllOf(ListColumn.Phone), pool.Count, PairField.Phone);
        email = Bits(table.AllOf(ListColumn.Email), pool.Count, PairField.Email);
        identifier = Bits(table.AllOf(ListColumn.Identifier), pool.Count, PairField.Identifier);
        CountBirths(table[Column.Birth]);
    }

    public float First(int name) => first[name];
    public float Last(int name) => last[name];
    public float Maiden(int name) => maiden[name];
    public float Guardian(int name) => guardian[name];
    public float Line(int text) => line[text];
    public float Zip(int text) => zip[text];
    public float City(int text) => city[text];
    public float Phone(int text) => phone[text];
    public float Email(int text) => email[text];
    public float Identifier(int text) => identifier[text];

    /// <summary>Bits of a birth date.</summary>
    public float Birth(int date) => birth.GetValueOrDefault(date, MostBits);

    static int[] Joined(int[] names, TextPool pool) => Array.ConvertAll(names, pool.Joined);

    static float[] Bits(ReadOnlySpan<int> values, int poolSize, PairField field)
    {
        var usual = Prior * LinkModel.Shipped.Fields[(int)field].Levels[0].U;
        var counts = new int[poolSize];
        var told = 0;
        foreach (var value in values)
            if (value != 0) { counts[value]++; told++; }
        var bits = new float[poolSize];
        for (var id = 1; id < poolSize; id++)
            bits[id] = Math.Min(MostBits, (float)Math.Log2((told + Prior) / (Math.Max(1, counts[id] - 1) + usual)));
        return bits;
    }

    // In a small file two records of one person would make their own birth date look common. A date is as common as its
    // year is, spread over the days of a year, unless it is told clearly more often: 1 January, a default.
    void CountBirths(int[] dates)
    {
        var counts = new Dictionary<int, int>();
        var years = new Dictionary<int, int>();
        var told = 0;
        foreach (var date in dates)
        {
            if (date == 0) continue;
            counts[date] = counts.GetValueOrDefault(date) + 1;
            years[date / 10000] = years.GetValueOrDefault(date / 10000) + 1;
            told++;
        }
        foreach (var (date, count) in counts)
        {
            var share = (double)years[date / 10000] / told;
            var expected = BirthDate.IsWhole(date) ? share / 365.25 : share;
            var excess = (count - 4) / (double)(told + Prior);
            birth[date] = Math.Min(MostBits, -(float)Math.Log2(Math.Max(expected, excess)));
        }
    }
}
