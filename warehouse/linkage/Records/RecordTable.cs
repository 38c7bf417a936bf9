namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Single-valued columns of a clean record. Texts are numbers of the pool; 0 = not told.</summary>
public enum Column
{
    First, Middle, Last, Suffix, Birth, Sex, MultipleBirth, BirthOrder, Maiden, GuardianFirst, GuardianLast,
    Number, Street, StreetLine, City, Zip, Newborn, Source, RecordType,
}

/// <summary>Columns of which a record may carry several.</summary>
public enum ListColumn { OtherLast, OtherFirst, Phone, Email, Identifier, IdentifierKind }

/// <summary>Clean records by column: what blocking and comparing run over.</summary>
/// <remarks>Sex: 1 F, 2 M. MultipleBirth: 1 no, 2 yes. Newborn: <see cref="NewbornKind"/>. Birth: yyyymmdd.</remarks>
public sealed class RecordTable
{
    /// <summary>Number of single-valued columns.</summary>
    public const int Columns = (int)Column.RecordType + 1;

    /// <summary>Number of list columns.</summary>
    public const int Lists = (int)ListColumn.IdentifierKind + 1;

    readonly int[][] columns = new int[Columns][];
    readonly int[][] starts = new int[Lists][];
    readonly int[][] values = new int[Lists][];

    public RecordTable(TextPool pool, long[] keys, int[][] columns, int[][] starts, int[][] values)
    {
        Pool = pool;
        Keys = keys;
        this.columns = columns;
        this.starts = starts;
        this.values = values;
    }

    /// <summary>The texts that the columns number.</summary>
    public TextPool Pool { get; }

    /// <summary>Record keys in row order.</summary>
    public long[] Keys { get; }

    /// <summary>Rows.</summary>
    public int Count => Keys.Length;

    /// <summary>A whole column, one value a row.</summary>
    public int[] this[Column column] => columns[(int)column];

    /// <summary>The values of a list column of one row.</summary>
    public ReadOnlySpan<int> List(ListColumn column, int row)
    {
        var from = starts[(int)column];
        return values[(int)column].AsSpan(from[row], from[row + 1] - from[row]);
    }

    /// <summary>Where the values of each row start in a list column; one more than there are rows.</summary>
    public int[] StartsOf(ListColumn column) => starts[(int)column];

    /// <summary>All values of a list column, row after row.</summary>
    public ReadOnlySpan<int> AllOf(ListColumn column) => values[(int)column];
}
