namespace RegistryAnalytics.Etl.Intake;

/// <summary>What a slice of a received file is for.</summary>
enum SliceKind
{
    /// <summary>Whole messages.</summary>
    Messages,

    /// <summary>A stretch of something far too long to be a message: archived only.</summary>
    Passed,
}

/// <summary>A stretch of one file in a part.</summary>
/// <param name="File">Index in the batch.</param>
/// <param name="Start">In the part's buffer.</param>
/// <param name="FileOffset">Of its first byte in the file.</param>
/// <param name="TooLongFrom">File offset at which an overlong message began that ends with this slice; −1 = none.</param>
readonly record struct Slice(SliceKind Kind, int File, int Start, int Length, long FileOffset, long TooLongFrom = -1);

/// <summary>The bytes of one part of a batch: at most so many bytes and messages, never half a message.</summary>
sealed class RawPart(int capacity)
{
    public byte[] Buffer { get; } = new byte[capacity];
    public int Length { get; set; }
    public int Number { get; set; }
    public List<Slice> Slices { get; } = [];
}
