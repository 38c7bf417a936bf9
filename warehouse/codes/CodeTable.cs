using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text;

namespace RegistryAnalytics.Codes;

/// <summary>One code of a table.</summary>
/// <param name="Code">As published.</param>
/// <param name="Name">Short label.</param>
/// <param name="IsOld">True where the code is still read but no longer issued.</param>
/// <param name="Means">The code it is stored as; <c>-</c> where it says "unknown".</param>
public sealed record CodeEntry(string Code, string Name, bool IsOld, string Means)
{
    /// <summary>What is stored, as UTF-8; empty where the code says "unknown".</summary>
    public ReadOnlyMemory<byte> Stored { get; } = Means == "-" ? Array.Empty<byte>() : Encoding.UTF8.GetBytes(Means.Length > 0 ? Means : Code);
}

/// <summary>A table of short codes that is looked up by the bytes of a message, without making a string.</summary>
/// <remarks>
/// The key of a code of up to eight bytes is the bytes themselves; a longer number (SNOMED) is its value with the top bit
/// set, which no ASCII bytes have. A longer text is in no table.
/// </remarks>
public sealed class CodeTable
{
    readonly FrozenDictionary<ulong, CodeEntry> entries;

    public CodeTable(string name, IEnumerable<CodeEntry> codes)
    {
        Name = name;
        entries = codes.ToFrozenDictionary(code => Key(Encoding.UTF8.GetBytes(code.Code)));
    }

    public string Name { get; }

    public IEnumerable<CodeEntry> Entries => entries.Values;

    /// <summary>Looks a code up.</summary>
    /// <returns>Null where the table does not have it.</returns>
    public CodeEntry? Find(ReadOnlySpan<byte> code)
    {
        var key = Key(code);
        return key != 0 && entries.TryGetValue(key, out var entry) ? entry : null;
    }

    public bool Has(ReadOnlySpan<byte> code) => Find(code) is not null;

    /// <summary>The lookup key; 0 where no table can have such a code.</summary>
    public static ulong Key(ReadOnlySpan<byte> code)
    {
        if (code.Length <= 8)
        {
            ulong key = 0;
            foreach (var b in code) key = key << 8 | b;
            return key;
        }
        return code.Length <= 18 && Utf8Parser.TryParse(code, out ulong number, out var read) && read == code.Length
            ? number | 1UL << 63
            : 0;
    }
}
