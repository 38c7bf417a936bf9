using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RegistryAnalytics.Reports.Records;

/// <summary>The code on an official record: 16 characters that only the issuing agency can make and that hide nothing about the person.</summary>
/// <remarks>
/// Five bytes name the issue, five prove that the agency's secret made them. The log of issues says by the first half what was
/// issued when, and the digest of its content, so that an altered paper is found out. ADR 0044.
/// </remarks>
public static class VerificationCode
{
    const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const int HalfBytes = 5;

    /// <param name="secret">At least 32 bytes.</param>
    /// <param name="issue">What is issued: kind, person, time and content digest.</param>
    /// <returns>ABCD-EFGH-JKMN-PQRS.</returns>
    /// <exception cref="ArgumentException">The secret is too short.</exception>
    public static string Make(byte[] secret, string issue)
    {
        if (secret.Length < 32) throw new ArgumentException($"Making a verification code: the secret has {secret.Length} bytes and needs 32. Set a longer one.");
        Span<byte> code = stackalloc byte[2 * HalfBytes];
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes("issue\n" + issue)).AsSpan(0, HalfBytes).CopyTo(code);
        Proof(secret, code[..HalfBytes]).CopyTo(code[HalfBytes..]);
        return Text(code);
    }

    /// <summary>Whether this agency made the code. Case, blanks and hyphens do not matter; O is read as 0, I and L as 1.</summary>
    public static bool IsGenuine(byte[] secret, string code) =>
        Read(code) is { } bytes && CryptographicOperations.FixedTimeEquals(Proof(secret, bytes.AsSpan(0, HalfBytes)), bytes.AsSpan(HalfBytes));

    /// <summary>The code in the form it was issued in, for looking it up; null where it is none.</summary>
    public static string? Normal(string code) => Read(code) is { } bytes ? Text(bytes) : null;

    static byte[] Proof(byte[] secret, ReadOnlySpan<byte> half)
    {
        Span<byte> message = stackalloc byte[6 + HalfBytes];
        "proof\n"u8.CopyTo(message);
        half.CopyTo(message[6..]);
        return HMACSHA256.HashData(secret, message)[..HalfBytes];
    }

    static string Text(ReadOnlySpan<byte> code)
    {
        var text = new StringBuilder();
        Span<byte> wide = stackalloc byte[8];
        for (var half = 0; half < 2; half++)
        {
            wide.Clear();
            code.Slice(half * HalfBytes, HalfBytes).CopyTo(wide[3..]);
            var bits = BinaryPrimitives.ReadUInt64BigEndian(wide);
            for (var i = 35; i >= 0; i -= 5) text.Append(Alphabet[(int)(bits >> i) & 31]);
        }
        return $"{text.ToString(0, 4)}-{text.ToString(4, 4)}-{text.ToString(8, 4)}-{text.ToString(12, 4)}";
    }

    static byte[]? Read(string code)
    {
        var digits = code.ToUpperInvariant().Where(c => c is not ('-' or ' ')).Select(c => Alphabet.IndexOf(c switch { 'O' => '0', 'I' or 'L' => '1', _ => c })).ToArray();
        if (digits.Length != 16 || digits.Contains(-1)) return null;
        var bytes = new byte[2 * HalfBytes];
        Span<byte> wide = stackalloc byte[8];
        for (var half = 0; half < 2; half++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(wide, digits.Skip(8 * half).Take(8).Aggregate(0UL, (bits, digit) => bits << 5 | (uint)digit));
            wide[3..].CopyTo(bytes.AsSpan(half * HalfBytes));
        }
        return bytes;
    }
}
