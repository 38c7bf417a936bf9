using System.Text;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Hl7;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Tests.Etl;

/// <summary>A submission mapped in memory, with its staged rows by column name.</summary>
sealed class Mapped
{
    public static readonly DateTimeOffset ReceivedAt = new(2026, 8, 1, 18, 0, 0, TimeSpan.Zero);
    static readonly string Sha = new('a', 64);

    readonly StagedPart part = new();

    public List<Outcome> Outcomes { get; } = [];
    public List<Piece> Pieces { get; } = [];

    public static Mapped From(string text, IntakeSettings? settings = null, string? sender = null) => From(Encoding.UTF8.GetBytes(text), settings, sender);

    public static Mapped From(byte[] bytes, IntakeSettings? settings = null, string? sender = null)
    {
        var mapped = new Mapped();
        mapped.part.Begin(1, 0);
        var mapper = new MessageMapper(settings ?? IntakeSettings.Default, CodeBook.Shipped);
        var source = new MessageSource(sender, Sha, ReceivedAt);
        var scanner = new MessageScanner(bytes);
        while (scanner.Next(out var piece))
        {
            mapped.Pieces.Add(piece);
            if (piece.Kind != PieceKind.Envelope) mapped.Outcomes.Add(mapper.Map(bytes, piece, piece.Start, source, mapped.part));
        }
        return mapped;
    }

    public StagedPart Part => part;

    public int Count(string table) => part[table].Count;

    /// <summary>A value as text; null where it is null.</summary>
    public string? this[string table, string column, int row = 0] => part[table][column].Show(row);

    /// <summary>Rules of severity E and W with their severity, in order found, without repeats.</summary>
    public IEnumerable<string> Rules(string severities = "EW") => Enumerable.Range(0, Count("issue"))
        .Where(row => severities.Contains(this["issue", "severity", row]!, StringComparison.Ordinal))
        .Select(row => $"{this["issue", "severity", row]}:{this["issue", "rule", row]}").Distinct();

    /// <summary>All rows of a table, columns joined: to compare two mappings whole.</summary>
    public List<string> Rows(string table, Func<StagedColumn, bool>? which = null) => [.. Enumerable.Range(0, Count(table))
        .Select(row => string.Join('|', part[table].Columns.Where(column => which?.Invoke(column.Column) ?? true).Select(column => column.Show(row))))];
}
