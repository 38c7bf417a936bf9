using System.Globalization;

namespace RegistryAnalytics.Reports;

/// <summary>What a cell holds. Suppressed and NotAvailable are states of their own: neither blank nor zero.</summary>
public enum CellState : byte
{
    /// <summary>No value applies here.</summary>
    Blank,
    Text,
    /// <summary>A whole number.</summary>
    Whole,
    /// <summary>A real number; shares are 0–1.</summary>
    Real,
    Date,
    /// <summary>An instant in UTC.</summary>
    Instant,
    Flag,
    /// <summary>Hidden so that no small group can be worked out. Carries no value at all.</summary>
    Suppressed,
    /// <summary>A figure that could not be computed yet, or whose base is zero.</summary>
    NotAvailable,
}

/// <summary>One typed value of a table, 24 bytes, without boxing.</summary>
public readonly record struct Cell
{
    readonly long bits;
    readonly string? text;

    Cell(CellState state, long bits, string? text = null) => (State, this.bits, this.text) = (state, bits, text);

    public CellState State { get; }

    public static Cell Blank => default;
    public static Cell Suppressed => new(CellState.Suppressed, 0);
    public static Cell NotAvailable => new(CellState.NotAvailable, 0);

    public static Cell Of(string? value) => value is null ? Blank : new(CellState.Text, 0, value);
    public static Cell Of(long value) => new(CellState.Whole, value);
    public static Cell Of(long? value) => value is { } v ? Of(v) : Blank;

    /// <summary>A real number. Not-a-number and infinities become <see cref="NotAvailable"/>.</summary>
    public static Cell Of(double value) => double.IsFinite(value) ? new(CellState.Real, BitConverter.DoubleToInt64Bits(value)) : NotAvailable;

    public static Cell Of(double? value) => value is { } v ? Of(v) : Blank;
    public static Cell Of(DateOnly value) => new(CellState.Date, value.DayNumber);
    public static Cell Of(DateOnly? value) => value is { } v ? Of(v) : Blank;
    public static Cell Of(DateTimeOffset value) => new(CellState.Instant, value.UtcTicks);
    public static Cell Of(bool value) => new(CellState.Flag, value ? 1 : 0);

    /// <summary>Numerator over denominator, 0–1; <see cref="NotAvailable"/> where the denominator is 0.</summary>
    public static Cell Share(long numerator, long denominator) =>
        denominator == 0 ? NotAvailable : Of((double)numerator / denominator);

    /// <exception cref="InvalidOperationException">The cell holds something else.</exception>
    public string AsText() => State == CellState.Text ? text! : throw Wrong("text");
    public long AsWhole() => State == CellState.Whole ? bits : throw Wrong("a whole number");
    public DateOnly AsDate() => State == CellState.Date ? DateOnly.FromDayNumber((int)bits) : throw Wrong("a date");
    public DateTime AsInstant() => State == CellState.Instant ? new DateTime(bits, DateTimeKind.Utc) : throw Wrong("an instant");
    public bool AsFlag() => State == CellState.Flag ? bits != 0 : throw Wrong("a flag");

    /// <summary>The value as a real number; whole numbers are widened.</summary>
    public double AsReal() => State switch
    {
        CellState.Real => BitConverter.Int64BitsToDouble(bits),
        CellState.Whole => bits,
        _ => throw Wrong("a number"),
    };

    public bool IsNumber => State is CellState.Whole or CellState.Real;

    InvalidOperationException Wrong(string wanted) =>
        new($"Reading a table cell as {wanted}, but it is {State}. Look at Cell.State first.");

    /// <summary>The plain value as machines read it: invariant numbers, ISO dates, true/false; empty where blank.</summary>
    public override string ToString() => State switch
    {
        CellState.Text => text!,
        CellState.Whole => bits.ToString(CultureInfo.InvariantCulture),
        CellState.Real => AsReal().ToString("R", CultureInfo.InvariantCulture),
        CellState.Date => AsDate().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        CellState.Instant => AsInstant().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        CellState.Flag => bits != 0 ? "true" : "false",
        CellState.Suppressed => Symbols.Suppressed,
        CellState.NotAvailable => Symbols.NotAvailable,
        _ => "",
    };
}

/// <summary>How the two special states look wherever text is shown.</summary>
public static class Symbols
{
    public const string Suppressed = "*";
    public const string NotAvailable = "n/a";
    public const string SuppressedNote = "* Suppressed: the number of persons is small, or it would let a small number be worked out.";
    public const string NotAvailableNote = "n/a Not available: not computed for this build, or there is nobody to count.";
}
