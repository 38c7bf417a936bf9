using System.Buffers.Binary;
using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>A 128-bit hash of everything a record tells about a person, to know a record that says nothing new.</summary>
struct RecordHash
{
    ulong low = 0x243F6A8885A308D3, high = 0x13198A2E03707344;

    public RecordHash() { }

    /// <summary>The hash of what was added.</summary>
    public readonly UInt128 Value => new(Bucket.Mix(high), Bucket.Mix(low));

    /// <summary>Adds one field; an absent field differs from an empty one.</summary>
    public void Add(ReadOnlySpan<byte> field, bool isNull = false)
    {
        Add(isNull ? ulong.MaxValue : (ulong)field.Length);
        while (field.Length >= 8)
        {
            Add(BinaryPrimitives.ReadUInt64LittleEndian(field));
            field = field[8..];
        }
        ulong rest = 0;
        foreach (var b in field) rest = rest << 8 | b;
        Add(rest);
    }

    public void Add(ulong word)
    {
        low = unchecked((low ^ word) * 0x9E3779B97F4A7C15UL);
        low ^= low >> 29;
        high = unchecked((ulong.RotateLeft(high, 23) + word) * 0xC2B2AE3D27D4EB4FUL);
        high ^= high >> 31;
    }
}
