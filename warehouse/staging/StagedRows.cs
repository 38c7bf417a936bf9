namespace RegistryAnalytics.Staging;

/// <summary>Rows of one staged table, column by column, in memory that is used again for the next part.</summary>
/// <remarks>
/// A new row is null in every column; what is known is set. Text is kept as UTF-8 bytes in one block for the whole table,
/// so that filling a part allocates nothing once its blocks have grown. Not for use by two threads at a time.
/// </remarks>
public sealed class StagedRows
{
    readonly ColumnValues[] columns;
    int capacity;
    internal byte[] Bytes = [];
    internal int BytesUsed;

    public StagedRows(StagedTable table)
    {
        Table = table;
        columns = [.. table.Columns.Select(column => ColumnValues.Create(this, column))];
    }

    public StagedTable Table { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    public IReadOnlyList<ColumnValues> Columns => columns;

    /// <summary>Adds a row of nulls and returns its position.</summary>
    public int Add()
    {
        if (Count == capacity) Grow(capacity + 1);
        return Count++;
    }

    /// <summary>Takes back the rows from a position on.</summary>
    public void Truncate(int count)
    {
        if (count == Count) return;
        foreach (var column in columns) column.Forget(count, Count);
        Count = count;
    }

    /// <summary>Takes back all rows and their text; keeps the memory.</summary>
    public void Clear()
    {
        Truncate(0);
        BytesUsed = 0;
    }

    public TextColumn Text(string name) => (TextColumn)this[name];
    public LongColumn Long(string name) => (LongColumn)this[name];
    public IntColumn Int(string name) => (IntColumn)this[name];
    public BoolColumn Bool(string name) => (BoolColumn)this[name];
    public DayColumn Day(string name) => (DayColumn)this[name];
    public InstantColumn Instant(string name) => (InstantColumn)this[name];
    public RealColumn Real(string name) => (RealColumn)this[name];

    /// <summary>A column by its name.</summary>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public ColumnValues this[string name] => columns[Table.Ordinal(name)];

    /// <summary>Fills the column <c>missing</c> of every row, where the table has one.</summary>
    public void TellMissing()
    {
        if (Table.LeftOut.Count == 0) return;
        var missing = (IntColumn)this["missing"];
        for (var row = 0; row < Count; row++) missing[row] = 0;
        for (var bit = 0; bit < Table.LeftOut.Count; bit++)
        {
            var column = this[Table.LeftOut[bit]];
            for (var row = 0; row < Count; row++)
                if (!column.Has(row)) missing[row] |= 1 << bit;
        }
    }

    /// <summary>One row as text, null where it is null: for tests and messages to people, not for speed.</summary>
    public string?[] Show(int row) => [.. columns.Select(column => column.Show(row))];

    internal (int Start, int Length) Keep(ReadOnlySpan<byte> text)
    {
        if (Bytes.Length - BytesUsed < text.Length)
            Array.Resize(ref Bytes, (int)Math.Min(Array.MaxLength, Math.Max((long)Bytes.Length * 2, Math.Max(1 << 16, BytesUsed + (long)text.Length))));
        text.CopyTo(Bytes.AsSpan(BytesUsed));
        var start = BytesUsed;
        BytesUsed += text.Length;
        return (start, text.Length);
    }

    void Grow(int atLeast)
    {
        capacity = Math.Max(atLeast, Math.Max(64, capacity * 2));
        foreach (var column in columns) column.Grow(capacity);
    }
}
