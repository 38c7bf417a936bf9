using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Intake.Posts;

/// <summary>A key by which a sender is known; of the key itself only the hash is kept.</summary>
/// <param name="Id">First 12 hexadecimal digits of the hash; names the key in lists and logs.</param>
/// <param name="Sender">Whose messages are posted with it.</param>
/// <param name="Sha256">Of the key, hexadecimal. The key is 256 random bits, so a plain hash is enough.</param>
/// <param name="RevokedAt">Null while the key is good.</param>
public sealed record SenderKey(string Id, string Sender, string Sha256, DateTimeOffset IssuedAt, DateTimeOffset? RevokedAt);

/// <summary>Whether a key lets in.</summary>
public enum KeyStanding { Unknown, Revoked, Good }

/// <summary>The keys of a data folder, <c>settings/sender-keys.csv</c>. A change of the file counts at once.</summary>
/// <remarks>Safe for use by many threads.</remarks>
public sealed class SenderKeys(string dataFolder)
{
    const string Header = "key_id,sender,sha256,issued_at,revoked_at";
    const string Prefix = "rk_";
    const int SecretBytes = 32;

    readonly Lock reading = new();
    (DateTime Written, long Length)? known;
    IReadOnlyList<(SenderKey Key, byte[] Hash)> keys = [];

    /// <summary>Where the keys are kept.</summary>
    public static string FileOf(string dataFolder) => Path.Combine(dataFolder, "settings", "sender-keys.csv");

    /// <summary>Makes a new key.</summary>
    /// <param name="sender">1 to 60 letters, digits, dots, dashes, underscores, colons or blanks between them.</param>
    /// <returns>The key to give to the sender; it is kept nowhere.</returns>
    /// <exception cref="ArgumentException">The sender's name is none.</exception>
    public static (SenderKey Key, string Secret) Issue(string dataFolder, string sender, TimeProvider clock)
    {
        if (sender.Length is 0 or > 60 || sender.Trim() != sender || !sender.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or ' '))
            throw new ArgumentException($"'{sender}' cannot name a sender: 1 to 60 letters, digits, dots, dashes, underscores, colons or blanks.", nameof(sender));
        Span<byte> random = stackalloc byte[SecretBytes];
        RandomNumberGenerator.Fill(random);
        var secret = Prefix + Convert.ToBase64String(random).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var hash = Convert.ToHexStringLower(Hash(secret));
        var key = new SenderKey(hash[..12], sender, hash, clock.GetUtcNow(), null);
        using (DataLock.Take(dataFolder, "keys")) Write(dataFolder, [.. Read(dataFolder), key]);
        return (key, secret);
    }

    /// <summary>Ends a key, or all keys of a sender.</summary>
    /// <param name="idOrSender">What it is called in the list.</param>
    /// <returns>The keys that ended.</returns>
    public static IReadOnlyList<SenderKey> Revoke(string dataFolder, string idOrSender, TimeProvider clock)
    {
        using var held = DataLock.Take(dataFolder, "keys");
        var all = Read(dataFolder);
        var ending = all.Where(key => key.RevokedAt is null && (key.Id == idOrSender || key.Sender == idOrSender)).ToList();
        if (ending.Count > 0) Write(dataFolder, [.. all.Select(key => ending.Contains(key) ? key with { RevokedAt = clock.GetUtcNow() } : key)]);
        return ending;
    }

    /// <summary>All keys, in the order of their issue.</summary>
    /// <exception cref="InvalidDataException">The file is not a list of keys; the message names the line.</exception>
    public static IReadOnlyList<SenderKey> Read(string dataFolder)
    {
        var path = FileOf(dataFolder);
        if (!File.Exists(path)) return [];
        var rows = CsvText.Rows(File.ReadAllText(path, Encoding.UTF8));
        var keys = new List<SenderKey>();
        for (var i = 1; i < rows.Count; i++)
        {
            if (rows[i] is not [{ Length: > 0 } id, { Length: > 0 } sender, { Length: 64 } hash, var issued, var revoked]
                || !hash.All(char.IsAsciiHexDigit) || Instant(issued) is not { } issuedAt || revoked.Length > 0 && Instant(revoked) is null)
                throw new InvalidDataException($"{path} line {i + 1} is not '{Header}' with a SHA-256 and instants. Bring the file back from a backup, or delete it and issue new keys.");
            keys.Add(new(id, sender, hash, issuedAt, revoked.Length > 0 ? Instant(revoked) : null));
        }
        return keys;
    }

    /// <summary>Looks a presented key up, in a time that does not tell how much of it is right.</summary>
    /// <exception cref="InvalidDataException">The file is not a list of keys.</exception>
    public KeyStanding Check(string presented, out SenderKey? key)
    {
        var hash = Hash(presented);
        key = null;
        foreach (var (candidate, expected) in Current())
            if (CryptographicOperations.FixedTimeEquals(hash, expected)) key = candidate;
        return key is null ? KeyStanding.Unknown : key.RevokedAt is null ? KeyStanding.Good : KeyStanding.Revoked;
    }

    IReadOnlyList<(SenderKey Key, byte[] Hash)> Current()
    {
        var file = new FileInfo(FileOf(dataFolder));
        var stamp = file.Exists ? (file.LastWriteTimeUtc, file.Length) : ((DateTime, long)?)null;
        lock (reading)
        {
            if (stamp == known) return keys;
            keys = [.. Read(dataFolder).Select(key => (key, Convert.FromHexString(key.Sha256)))];
            known = stamp;
            return keys;
        }
    }

    static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    static void Write(string dataFolder, IEnumerable<SenderKey> keys)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FileOf(dataFolder))!);
        var lines = keys.Select(key => string.Create(CultureInfo.InvariantCulture, $"{key.Id},{key.Sender},{key.Sha256},{key.IssuedAt.UtcDateTime:O},{key.RevokedAt?.UtcDateTime:O}\n"));
        Durable.Write(FileOf(dataFolder), Encoding.UTF8.GetBytes($"{Header}\n{string.Concat(lines)}"));
    }

    static DateTimeOffset? Instant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}
