using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Reports.Catalogue;

/// <summary>What the reports of one run share: rows that are read once for all practices instead of once for each. For one build, by any number of threads. ADR 0110.</summary>
/// <remarks>Holds facts by key, never names: who is released is decided, and names are read, for each report by itself.</remarks>
public sealed class ReportRun
{
    readonly List<(string What, (string Name, DuckDbValue Value)[] Values, Lazy<object> Read)> read = [];

    /// <summary>Reads at the first call of the run; other threads wait for it.</summary>
    /// <param name="values">Everything that what is read depends on, besides the build and <paramref name="what"/> it is.</param>
    internal T Once<T>(string what, (string Name, DuckDbValue Value)[] values, Func<T> make) where T : class
    {
        Lazy<object> found;
        lock (read)
        {
            var at = read.FindIndex(known => known.What == what && known.Values.SequenceEqual(values));
            if (at < 0)
            {
                at = read.Count;
                read.Add((what, values, new Lazy<object>(make)));
            }
            found = read[at].Read;
        }
        return (T)found.Value;
    }
}

/// <summary>Some rows of a result: those of one practice.</summary>
/// <param name="At">Places in <paramref name="Rows"/>, in the order of the query.</param>
readonly record struct RowsAt(DuckDbRows Rows, IReadOnlyList<int> At)
{
    public int Count => At.Count;

    public T? Get<T>(int i, string column) => Rows.Get<T>(At[i], column);

    public static RowsAt All(DuckDbRows rows) => new(rows, Enumerable.Range(0, rows.Count).ToArray());
}

/// <summary>Queries with a parameter <c>practice</c> and a column practice_key: asked for one practice, or once for all of a run.</summary>
static class PracticeSql
{
    sealed record Grouped(DuckDbRows Rows, Dictionary<long, int[]> At);

    /// <summary>The rows of one practice. A query of a run is given no practice and returns every practice's rows.</summary>
    public static RowsAt Rows(ReportRequest request, string name, long practice, params (string Name, DuckDbValue Value)[] values)
    {
        if (request.Run is not { } run) return RowsAt.All(ReportSql.Rows(request.Facts, name, [("practice", practice), .. values]));
        var all = Every(request, run, name, values);
        return new(all.Rows, all.At.GetValueOrDefault(practice, []));
    }

    /// <summary>Keys of a column over all practices of the run: what a later query is asked for at once.</summary>
    public static IEnumerable<long> Keys(ReportRequest request, ReportRun run, string name, string column, params (string Name, DuckDbValue Value)[] values)
    {
        var all = Every(request, run, name, values).Rows;
        return Enumerable.Range(0, all.Count).Select(i => all.Get<long>(i, column));
    }

    static Grouped Every(ReportRequest request, ReportRun run, string name, (string Name, DuckDbValue Value)[] values) =>
        run.Once(name, values, () =>
        {
            var rows = ReportSql.Rows(request.Facts, name, [("practice", (long?)null), .. values]);
            return new Grouped(rows, Enumerable.Range(0, rows.Count).GroupBy(i => rows.Get<long>(i, "practice_key")).ToDictionary(group => group.Key, group => group.ToArray()));
        });
}
