using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Synth;

/// <summary>What state to make up. The same options give the same bytes, whatever the number of cores.</summary>
public sealed record SynthOptions
{
    /// <summary>Children a year, about (± 2 %); everything else is sized after it. 1 or more.</summary>
    public int BirthsPerYear { get; init; } = 2000;

    /// <summary>Any number; another seed is another state.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Two-digit state code; the counties and the age structure are that state's.</summary>
    public string StateFips { get; init; } = "35";

    /// <summary>Today in the made-up world: no event and no message is later.</summary>
    public DateOnly AsOf { get; init; } = new(2025, 12, 31);

    /// <summary>Years before <see cref="AsOf"/> in which births happen and messages are sent, 1 to 18.</summary>
    public int Years { get; init; } = 8;

    /// <summary>Share of the state's adults (19 and over) that is made, 0–1. Populations are counted the same way.</summary>
    public double AdultShare { get; init; } = 0.15;

    /// <summary>Share of HL7 messages that arrive broken, 0–1.</summary>
    public double MalformedShare { get; init; } = 0.004;

    /// <summary>Threads. The output does not depend on it.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>A sender's next HL7 file begins when the last one has reached this size, bytes.</summary>
    public long MaxFileBytes { get; init; } = 64L << 20;

    /// <summary>First day of the years made.</summary>
    internal DateOnly From => AsOf.AddYears(-Years).AddDays(1);

    internal State Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BirthsPerYear, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BirthsPerYear, 5_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(Years, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Years, 18);
        ArgumentOutOfRangeException.ThrowIfLessThan(Workers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFileBytes, 1 << 16);
        if (AdultShare is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(AdultShare), AdultShare, "A share lies between 0 and 1.");
        if (MalformedShare is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(MalformedShare), MalformedShare, "A share lies between 0 and 1.");
        var state = Geography.States.FirstOrDefault(state => state.Fips == StateFips);
        if (state is null || !StateAges.Has(StateFips))
            throw new ArgumentException($"Making a state: {StateFips} is not the two-digit code of one of the 50 states or DC. Give one, such as 35.", nameof(StateFips));
        return state;
    }
}

/// <summary>How far the making is.</summary>
/// <param name="Households">Done.</param>
/// <param name="OfHouseholds">To do.</param>
public readonly record struct SynthProgress(long Households, long OfHouseholds, long Persons, long Messages, long Bytes);

/// <summary>What was made; also written as <c>synth.json</c>.</summary>
/// <param name="Births">Births in the state, each with a birth record.</param>
/// <param name="Records">Person records at senders, HL7 and flat: one a person and medical record number.</param>
/// <param name="Messages">HL7 messages of every kind, broken ones included.</param>
/// <param name="Malformed">Of those, broken on purpose.</param>
/// <param name="Merges">Of those, A40: two numbers of one person at one sender.</param>
/// <param name="Doses">True doses given, reported or not.</param>
/// <param name="DoseRecords">Different dose records at senders, by sender and dose id.</param>
/// <param name="PlanMembers">Different members in the roster, those whom nobody matches included.</param>
/// <param name="Bytes">Bytes written, all files.</param>
public sealed record SynthSummary(
    long Persons, long Births, long Records, long Messages, long Malformed, long Merges,
    long Doses, long DoseRecords, long PlanMembers, long Bytes);
