using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>The staged rows of one part of a batch, one set of rows for each staged table.</summary>
/// <remarks>Memory is kept from part to part: one instance serves one worker.</remarks>
public sealed class StagedPart
{
    readonly StagedRows[] tables = [.. StagedSchema.Tables.Select(table => new StagedRows(table))];

    public StagedPart()
    {
        Message = new(this[StagedSchema.Message.Name]);
        Person = new(this[StagedSchema.Person.Name]);
        Identifier = new(this[StagedSchema.PersonIdentifier.Name]);
        Name = new(this[StagedSchema.PersonName.Name]);
        Address = new(this[StagedSchema.PersonAddress.Name]);
        Phone = new(this[StagedSchema.PersonPhone.Name]);
        Contact = new(this[StagedSchema.PersonContact.Name]);
        Merge = new(this[StagedSchema.PersonMerge.Name]);
        Dose = new(this[StagedSchema.Dose.Name]);
        Observation = new(this[StagedSchema.Observation.Name]);
        Issue = new(this[StagedSchema.Issue.Name]);
    }

    /// <summary>First key of the part: batch sequence << 40 | part << 24. A row's key adds its position.</summary>
    public long KeyBase { get; private set; }

    public IReadOnlyList<StagedRows> Tables => tables;

    public MessageColumns Message { get; }
    public PersonColumns Person { get; }
    public IdentifierColumns Identifier { get; }
    public NameColumns Name { get; }
    public AddressColumns Address { get; }
    public PhoneColumns Phone { get; }
    public ContactColumns Contact { get; }
    public MergeColumns Merge { get; }
    public DoseColumns Dose { get; }
    public ObservationColumns Observation { get; }
    public IssueColumns Issue { get; }

    public StagedRows this[string table] => Array.Find(tables, rows => rows.Table.Name == table)
        ?? throw new ArgumentException($"There is no staged table {table}.", nameof(table));

    /// <summary>Rows of the table that has most.</summary>
    public int MostRows
    {
        get
        {
            var most = 0;
            foreach (var rows in tables) most = Math.Max(most, rows.Count);
            return most;
        }
    }

    /// <summary>Empties every table in the middle of a part; keys go on after those that were given.</summary>
    public void Continue()
    {
        KeyBase += MostRows;
        foreach (var rows in tables) rows.Clear();
    }

    /// <summary>Empties every table and sets the keys of the next part.</summary>
    /// <param name="batch">Commit sequence, 1 to 2^23 − 1.</param>
    /// <param name="part">Part of the batch, 0 to 2^16 − 1.</param>
    public void Begin(long batch, int part)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(batch is > 0 and < 1 << 23, true, nameof(batch));
        ArgumentOutOfRangeException.ThrowIfNotEqual(part is >= 0 and < 1 << 16, true, nameof(part));
        foreach (var rows in tables) rows.Clear();
        KeyBase = batch << 40 | (long)part << 24;
    }
}
