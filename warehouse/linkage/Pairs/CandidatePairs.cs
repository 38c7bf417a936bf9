using System.Collections.Concurrent;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>How far blocking goes.</summary>
/// <param name="BlockCap">A key with more rows than this is dropped; 2 or more.</param>
/// <param name="LooseBudget">Pairs that one loose rule may bring, per record; 0 leaves the loose rules out.</param>
/// <param name="AllPairsUpTo">With at most this many records every pair is looked at.</param>
public sealed record BlockingOptions(int BlockCap = 500, int LooseBudget = 4, int AllPairsUpTo = 2000);

/// <summary>What one rule brought, for the log and the review of caps.</summary>
/// <param name="Pairs">Pairs in its blocks, those of other rules included.</param>
/// <param name="DroppedKeys">Keys with too many rows.</param>
public sealed record BlockingCount(BlockingRule Rule, long Pairs, int DroppedKeys);

/// <summary>The pairs of records worth comparing: union of equality joins, each capped.</summary>
/// <remarks>Two keys in common bring a pair once or, where a record has several keys under a rule, a few times; who collects drops repeats.</remarks>
public sealed class CandidatePairs
{
    readonly RecordTable table;
    readonly bool all;
    readonly int firstNew;
    readonly List<(ulong[] Keys, int[] Rows, List<(int From, int To)> Blocks)> rules = [];
    readonly List<ulong[]> firstKeys = [];
    readonly List<BlockingCount> counts = [];

    /// <param name="table">Clean records.</param>
    /// <param name="firstNew">Rows from here on are new: only pairs with at least one new row are brought. 0 = every pair.</param>
    public CandidatePairs(RecordTable table, BlockingOptions options, int firstNew = 0)
    {
        this.table = table;
        this.firstNew = firstNew;
        all = firstNew == 0 && table.Count <= options.AllPairsUpTo;
        if (all) return;
        var built = new (ulong[] Keys, int[] Rows, List<(int From, int To)> Blocks, ulong[] First, BlockingCount Count)[BlockingRules.Count];
        var used = options.LooseBudget > 0 ? BlockingRules.Count : (int)BlockingRule.LastFirst;
        Parallel.For(0, used, rule => built[rule] = Block((BlockingRule)rule, options));
        for (var rule = 0; rule < used; rule++)
        {
            rules.Add((built[rule].Keys, built[rule].Rows, built[rule].Blocks));
            firstKeys.Add(built[rule].First);
            counts.Add(built[rule].Count);
        }
    }

    /// <summary>What each rule brought; empty where every pair is looked at.</summary>
    public IReadOnlyList<BlockingCount> Counts => counts;

    (ulong[], int[], List<(int, int)>, ulong[], BlockingCount) Block(BlockingRule rule, BlockingOptions options)
    {
        var first = new ulong[table.Count];
        var keys = new List<ulong>(table.Count - firstNew + 16);
        var rows = new List<int>(keys.Capacity);
        var own = new List<ulong>();
        HashSet<ulong>? wanted = null;
        if (firstNew > 0)
        {
            wanted = [];
            for (var row = firstNew; row < table.Count; row++)
            {
                own.Clear();
                BlockingRules.Keys(table, row, rule, own);
                foreach (var key in own) wanted.Add(key);
            }
        }
        for (var row = 0; row < table.Count; row++)
        {
            own.Clear();
            BlockingRules.Keys(table, row, rule, own);
            foreach (var key in own)
            {
                if (wanted is not null && !wanted.Contains(key)) continue;
                if (first[row] == 0) first[row] = key;
                keys.Add(key);
                rows.Add(row);
            }
        }
        var sortedKeys = keys.ToArray();
        var sortedRows = rows.ToArray();
        Array.Sort(sortedKeys, sortedRows);
        var blocks = new List<(int From, int To)>();
        for (int from = 0, to; from < sortedKeys.Length; from = to)
        {
            for (to = from + 1; to < sortedKeys.Length && sortedKeys[to] == sortedKeys[from];) to++;
            if (to - from > 1) blocks.Add((from, to));
        }
        var cap = BlockingRules.IsLoose(rule) ? CapWithin(blocks, options) : options.BlockCap;
        var dropped = 0;
        long pairs = 0;
        blocks.RemoveAll(block =>
        {
            long size = block.To - block.From;
            if (size <= cap) { pairs += size * (size - 1) / 2; return false; }
            for (var i = block.From; i < block.To; i++)
                if (first[sortedRows[i]] == sortedKeys[i]) first[sortedRows[i]] = 0;
            dropped++;
            return true;
        });
        return (sortedKeys, sortedRows, blocks, first, new(rule, pairs, dropped));
    }

    // The largest block size at which the rule stays within its budget: small blocks say most.
    int CapWithin(List<(int From, int To)> blocks, BlockingOptions options)
    {
        var bySize = new long[options.BlockCap + 1];
        foreach (var (from, to) in blocks)
            if (to - from <= options.BlockCap) bySize[to - from] += (long)(to - from) * (to - from - 1) / 2;
        var left = (long)options.LooseBudget * Math.Max(table.Count, 20_000);
        var size = 1;
        while (size < options.BlockCap && bySize[size + 1] <= left) left -= bySize[++size];
        return size;
    }

    /// <summary>Calls back for every candidate pair (lower row first), from several threads; each thread has its own state.</summary>
    public void ForEach<T>(Func<T> start, Action<T, int, int> pair, Action<T> finish)
    {
        if (all) { ForAll(start, pair, finish); return; }
        var work = new List<(int Rule, int From, int To)>();
        for (var rule = 0; rule < rules.Count; rule++)
            for (var from = 0; from < rules[rule].Blocks.Count; from += 4096)
                work.Add((rule, from, Math.Min(rules[rule].Blocks.Count, from + 4096)));
        Parallel.ForEach(Partitioner.Create(work, EnumerablePartitionerOptions.NoBuffering), start, (part, _, state) =>
        {
            var (_, rows, blocks) = rules[part.Rule];
            for (var b = part.From; b < part.To; b++)
            {
                var (from, to) = blocks[b];
                for (var i = from; i < to; i++)
                    for (var j = i + 1; j < to; j++)
                    {
                        var (x, y) = rows[i] < rows[j] ? (rows[i], rows[j]) : (rows[j], rows[i]);
                        if (x == y || y < firstNew || SeenBefore(part.Rule, x, y)) continue;
                        pair(state, x, y);
                    }
            }
            return state;
        }, finish);
    }

    bool SeenBefore(int rule, int x, int y)
    {
        for (var earlier = 0; earlier < rule; earlier++)
        {
            var keys = firstKeys[earlier];
            if (keys[x] != 0 && keys[x] == keys[y]) return true;
        }
        return false;
    }

    void ForAll<T>(Func<T> start, Action<T, int, int> pair, Action<T> finish) =>
        Parallel.For(0, (table.Count + 15) / 16, start, (part, _, state) =>
        {
            for (var x = part * 16; x < Math.Min(table.Count, part * 16 + 16); x++)
                for (var y = x + 1; y < table.Count; y++) pair(state, x, y);
            return state;
        }, finish);
}
