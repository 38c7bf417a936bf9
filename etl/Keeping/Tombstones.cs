using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RegistryAnalytics.Etl.Intake;

namespace RegistryAnalytics.Etl.Keeping;

/// <summary>What is left of a purged person, or a steward's word about one: keyed hashes, no content.</summary>
/// <param name="Number">From 1, in order.</param>
/// <param name="Kind">purge; release: the tombstone <paramref name="Of"/> holds nobody any more; allow: these ids are another person.</param>
/// <param name="Of">Tombstone that a release is about.</param>
/// <param name="Ids">Hashes of sender and id, hexadecimal.</param>
/// <param name="Demographics">Hashes of name and birth date, hexadecimal.</param>
public sealed record Tombstone(
    long Number, string Kind, long? Of, IReadOnlyList<string> Ids, IReadOnlyList<string> Demographics, string Reason, string Actor, DateTimeOffset At);

/// <summary>The tombstones that hold today: whoever matches one is not taken in again. Safe for use by many threads.</summary>
/// <remarks>Hashes are the first 16 bytes of HMAC-SHA256 under the registry's secret, so that nobody without the secret can try
/// names against them. Kept in <c>lake/purged</c>, the secret in <c>settings/registry.secret</c>. See docs/adr/0028-purge.md.</remarks>
public sealed class Tombstones
{
    const char Between = '\u001f';
    const int LongestText = 200;
    static readonly JsonSerializerOptions json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    readonly byte[] secret;
    readonly HashSet<UInt128> ids = [];
    readonly HashSet<UInt128> demographics = [];
    readonly HashSet<UInt128> allowed = [];

    /// <summary>Holds nobody.</summary>
    public static Tombstones None { get; } = new([], []);

    Tombstones(byte[] secret, IReadOnlyList<Tombstone> all)
    {
        this.secret = secret;
        var released = all.Where(one => one.Kind == "release").Select(one => one.Of).ToHashSet();
        foreach (var one in all)
        {
            if (one.Kind == "allow") allowed.UnionWith(one.Ids.Select(Parse));
            if (one.Kind != "purge" || released.Contains(one.Number)) continue;
            ids.UnionWith(one.Ids.Select(Parse));
            demographics.UnionWith(one.Demographics.Select(Parse));
        }
    }

    /// <summary>False where nobody is held and nothing need be asked.</summary>
    public bool Any => ids.Count + demographics.Count > 0;

    /// <summary>Folder of the tombstones.</summary>
    public static string Folder(string dataFolder) => Path.Combine(dataFolder, "lake", "purged");

    static string SecretFile(string dataFolder) => Path.Combine(dataFolder, "settings", "registry.secret");

    /// <summary>Reads the tombstones of a data folder.</summary>
    /// <exception cref="InvalidDataException">There are tombstones, but the secret they were made with is missing.</exception>
    public static Tombstones Read(string dataFolder)
    {
        var all = All(dataFolder);
        if (all.Count == 0) return None;
        if (!File.Exists(SecretFile(dataFolder)))
            throw new InvalidDataException($"{Folder(dataFolder)} holds tombstones of purged persons, but {SecretFile(dataFolder)} is missing: nobody could be told from them. Bring the file back from a backup.");
        return new(Secret(dataFolder), all);
    }

    /// <summary>Every tombstone and word about one, in order.</summary>
    public static IReadOnlyList<Tombstone> All(string dataFolder) => !Directory.Exists(Folder(dataFolder)) ? []
        : [.. Directory.GetFiles(Folder(dataFolder), "*.json").Order(StringComparer.Ordinal).Select(ReadOne)];

    /// <summary>Stores a tombstone under the next number. Under the lock <c>ingest</c>.</summary>
    public static Tombstone Add(string dataFolder, string kind, long? of, IEnumerable<string> ids, IEnumerable<string> demographics, string reason, string actor, TimeProvider clock)
    {
        Directory.CreateDirectory(Folder(dataFolder));
        var stone = new Tombstone(All(dataFolder).Select(known => known.Number).DefaultIfEmpty().Max() + 1, kind, of,
            [.. ids.Distinct().Order(StringComparer.Ordinal)], [.. demographics.Distinct().Order(StringComparer.Ordinal)], reason, actor, clock.GetUtcNow());
        Durable.Write(FileOf(dataFolder, stone.Number), JsonSerializer.SerializeToUtf8Bytes(stone, json));
        return stone;
    }

    /// <summary>Takes tombstones of another folder in, those of a backup's time after it was restored, or newer ones kept elsewhere.</summary>
    /// <returns>How many were new.</returns>
    public static int Merge(string dataFolder, string fromFolder)
    {
        Directory.CreateDirectory(Folder(dataFolder));
        var added = 0;
        foreach (var stone in Directory.GetFiles(fromFolder, "*.json").Order(StringComparer.Ordinal).Select(ReadOne))
        {
            if (File.Exists(FileOf(dataFolder, stone.Number))) continue;
            Durable.Write(FileOf(dataFolder, stone.Number), JsonSerializer.SerializeToUtf8Bytes(stone, json));
            added++;
        }
        return added;
    }

    /// <summary>For making tombstones: the registry's secret is made where there is none yet.</summary>
    public static Tombstones ForHashing(string dataFolder) => new(Secret(dataFolder), []);

    /// <summary>True where a sender's id is a purged person's.</summary>
    public bool HoldsId(ReadOnlySpan<byte> sender, ReadOnlySpan<byte> id)
    {
        if (ids.Count == 0 || id.IsEmpty) return false;
        var hash = IdHash(sender, id);
        return ids.Contains(hash) && !allowed.Contains(hash);
    }

    /// <summary>True where a person is held: by the sender's id, or by name and birth date unless a steward said that the id is someone else's.</summary>
    /// <param name="birthDay">Days since 1970; <see cref="Staging.DayColumn.Nothing"/> = not told.</param>
    public bool Holds(ReadOnlySpan<byte> sender, ReadOnlySpan<byte> id, ReadOnlySpan<byte> last, ReadOnlySpan<byte> first, int birthDay)
    {
        if (!Any) return false;
        var hash = IdHash(sender, id);
        if (!id.IsEmpty && allowed.Contains(hash)) return false;
        return !id.IsEmpty && ids.Contains(hash) || PersonHash(last, first, birthDay) is { } person && demographics.Contains(person);
    }

    /// <summary>Hash of a sender's id.</summary>
    public string IdHash(string sender, string id) => Show(IdHash(Encoding.UTF8.GetBytes(sender), Encoding.UTF8.GetBytes(id)));

    /// <summary>Hash of name and birth date; null where they do not tell a person: placeholder names, no birth date.</summary>
    public string? PersonHash(string last, string first, DateOnly? birth) =>
        PersonHash(Encoding.UTF8.GetBytes(last), Encoding.UTF8.GetBytes(first),
            birth is { } day ? day.DayNumber - Staging.DayColumn.Epoch : Staging.DayColumn.Nothing) is { } hash ? Show(hash) : null;

    UInt128 IdHash(ReadOnlySpan<byte> sender, ReadOnlySpan<byte> id)
    {
        Span<byte> text = stackalloc byte[2 * LongestText + 2];
        text[0] = (byte)'i';
        var n = 1 + Upper(sender, text[1..]);
        text[n++] = (byte)Between;
        n += Upper(id, text[n..]);
        return Hash(text[..n]);
    }

    UInt128? PersonHash(ReadOnlySpan<byte> last, ReadOnlySpan<byte> first, int birthDay)
    {
        if (last.IsEmpty || first.IsEmpty || birthDay == Staging.DayColumn.Nothing || Quality.NameRules.Check(last, first) is not null) return null;
        Span<byte> text = stackalloc byte[2 * LongestText + 16];
        text[0] = (byte)'p';
        var n = 1 + Letters(last, text[1..]);
        text[n++] = (byte)Between;
        n += Letters(first, text[n..]);
        text[n++] = (byte)Between;
        birthDay.TryFormat(text[n..], out var written, default, CultureInfo.InvariantCulture);
        return Hash(text[..(n + written)]);
    }

    UInt128 Hash(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(secret, text, hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    static int Upper(ReadOnlySpan<byte> text, Span<byte> to)
    {
        text = text.Trim((byte)' ');
        text = text[..Math.Min(text.Length, LongestText)];
        for (var i = 0; i < text.Length; i++) to[i] = text[i] is >= (byte)'a' and <= (byte)'z' ? (byte)(text[i] & ~32) : text[i];
        return text.Length;
    }

    /// <summary>Letters in capitals, without accents, blanks, hyphens and apostrophes: senders differ in these.</summary>
    static int Letters(ReadOnlySpan<byte> name, Span<byte> to)
    {
        if (!System.Text.Ascii.IsValid(name))
            name = Encoding.UTF8.GetBytes(Codes.Latin.Fold(Encoding.UTF8.GetString(name)));
        var n = 0;
        foreach (var b in name)
            if (n < LongestText && (b >= 0x80 || char.IsAsciiLetter((char)b))) to[n++] = b >= 0x80 ? b : (byte)(b & ~32);
        return n;
    }

    static byte[] Secret(string dataFolder)
    {
        var path = SecretFile(dataFolder);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Durable.Write(path, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) + "\n"));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        var text = File.ReadAllText(path).Trim();
        return text.Length == 64 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text)
            : throw new InvalidDataException($"{path} is not a secret of 64 hexadecimal digits. Bring it back from a backup; without it purged persons are not known again.");
    }

    static string FileOf(string dataFolder, long number) => Path.Combine(Folder(dataFolder), string.Create(CultureInfo.InvariantCulture, $"{number:00000000}.json"));

    static UInt128 Parse(string hex) => UInt128.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    static string Show(UInt128 hash) => hash.ToString("x32", CultureInfo.InvariantCulture);

    static Tombstone ReadOne(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Tombstone>(File.ReadAllBytes(path), json) ?? throw new InvalidDataException($"Reading {path}: it is empty.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"Reading {path}: it is no tombstone ({error.Message}). Bring it back from a backup.", error);
        }
    }
}
