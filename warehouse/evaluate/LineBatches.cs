namespace RegistryAnalytics.Warehouse.Evaluate;

/// <summary>Cuts a stream into runs of whole lines.</summary>
static class LineBatches
{
    /// <param name="size">Bytes a batch; a longer line makes a larger batch.</param>
    internal static IEnumerable<ReadOnlyMemory<byte>> Read(Stream input, int size)
    {
        byte[] carried = [];
        var isFirst = true;
        while (true)
        {
            var buffer = new byte[carried.Length + size];
            carried.CopyTo(buffer, 0);
            var filled = carried.Length + input.ReadAtLeast(buffer.AsSpan(carried.Length), size, throwOnEndOfStream: false);
            var isLast = filled < buffer.Length;
            var end = isLast ? filled : buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;
            carried = buffer[end..filled];
            var start = isFirst && buffer.AsSpan(0, filled).StartsWith("\uFEFF"u8) ? 3 : 0;
            if (end > start)
            {
                isFirst = false;
                yield return buffer.AsMemory(start, end - start);
            }
            if (isLast)
                yield break;
        }
    }
}
