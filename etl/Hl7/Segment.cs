namespace RegistryAnalytics.Etl.Hl7;

/// <summary>Where one segment lies in its message.</summary>
/// <param name="Id">Its three letters packed, see <see cref="SegmentId"/>.</param>
/// <param name="Start">First byte in the message.</param>
/// <param name="End">Byte after its last one.</param>
/// <param name="FirstSeparator">Position of its first field separator in the token table.</param>
/// <param name="Separators">Number of its field separators.</param>
public readonly record struct Segment(uint Id, int Start, int End, int FirstSeparator, int Separators);

/// <summary>Segment names as numbers.</summary>
public static class SegmentId
{
    public const uint Msh = 'M' << 16 | 'S' << 8 | 'H';
    public const uint Pid = 'P' << 16 | 'I' << 8 | 'D';
    public const uint Pd1 = 'P' << 16 | 'D' << 8 | '1';
    public const uint Nk1 = 'N' << 16 | 'K' << 8 | '1';
    public const uint Pv1 = 'P' << 16 | 'V' << 8 | '1';
    public const uint Orc = 'O' << 16 | 'R' << 8 | 'C';
    public const uint Rxa = 'R' << 16 | 'X' << 8 | 'A';
    public const uint Rxr = 'R' << 16 | 'X' << 8 | 'R';
    public const uint Obx = 'O' << 16 | 'B' << 8 | 'X';
    public const uint Mrg = 'M' << 16 | 'R' << 8 | 'G';
    public const uint Evn = 'E' << 16 | 'V' << 8 | 'N';

    public static uint Of(ReadOnlySpan<byte> name) => (uint)(name[0] << 16 | name[1] << 8 | name[2]);

    /// <summary>The three letters.</summary>
    public static string Name(uint id) => string.Create(3, id, (text, value) =>
    {
        text[0] = (char)(value >> 16);
        text[1] = (char)(value >> 8 & 255);
        text[2] = (char)(value & 255);
    });
}
