using RegistryAnalytics.Codes;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Quality;

public enum Completion { Complete, Partial, Refused, NotAdministered }

public enum DoseSource { Unknown, Administered, Historical }

/// <summary>What the rules need to know of one dose, whichever way it came. Days since 1970; <see cref="DayColumn.Nothing"/> = not known.</summary>
public record struct DoseFacts()
{
    public CvxCode? Vaccine;
    public NdcCode? Product;
    public Completion Completion;
    public DoseSource Source;
    public CodeEntry? Route;
    public bool IsDelete;
    public bool HasLot;
    public bool HasMaker;
    public bool HasEligibility;
    public bool HasFunding;
    public bool HasVis;
    public int Given = DayColumn.Nothing;
    public int Birth = DayColumn.Nothing;
    public int Death = DayColumn.Nothing;
    public int Entered = DayColumn.Nothing;
    public int Expires = DayColumn.Nothing;
    public int Received;
    public int Sent = DayColumn.Nothing;
    public bool HasPlace;
    public double Amount = double.NaN;

    /// <summary>Day of the message; of its receipt where it tells none.</summary>
    public readonly int SentOn => Sent != DayColumn.Nothing ? Sent : Received;

    /// <summary>True where vaccine went into the person, here or elsewhere.</summary>
    public readonly bool WasGiven => Completion is Completion.Complete or Completion.Partial && Vaccine?.Kind is not (CvxKind.None or CvxKind.Adjuvant);

    /// <summary>True where the sender gave it: then lot, eligibility and the rest are owed.</summary>
    public readonly bool IsAdministered => WasGiven && Source == DoseSource.Administered;

    /// <summary>The kind as staged.</summary>
    public readonly ReadOnlySpan<byte> KindName => Vaccine?.Kind switch
    {
        CvxKind.None => "not_administered"u8,
        CvxKind.Adjuvant => "adjuvant"u8,
        _ => Completion switch
        {
            Completion.Refused => "refusal"u8,
            Completion.NotAdministered => "not_administered"u8,
            Completion.Partial => "partial"u8,
            _ => Source == DoseSource.Administered ? "administered"u8 : "historical"u8,
        },
    };
}
