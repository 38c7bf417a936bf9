using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>Drops each scratch table when the last piece that reads it is done: the doses as told are the largest thing in memory.</summary>
sealed class ScratchTables
{
    readonly Dictionary<string, HashSet<string>> readers;

    internal ScratchTables(IReadOnlyList<Model> models, IReadOnlyList<Piece<DuckDbConnection>> pieces)
    {
        readers = models.Where(model => model["database"] is "scratch" && model.Layer is not Layer.Measures).ToDictionary(model => model.Name, model => Readers(model.Name, models, pieces));
    }

    // A view reads only when it is read itself.
    static HashSet<string> Readers(string table, IReadOnlyList<Model> models, IReadOnlyList<Piece<DuckDbConnection>> pieces)
    {
        var found = pieces.Where(piece => piece.Name != table && piece.Reads.Contains(table)).Select(piece => piece.Name).ToHashSet();
        foreach (var view in models.Where(model => found.Contains(model.Name) && model["database"] is "view"))
            found.UnionWith(Readers(view.Name, models, pieces));
        return found;
    }

    internal void DropAfter(string piece, DuckDbConnection connection)
    {
        string[] unread;
        lock (readers)
        {
            unread = [.. readers.Where(table => table.Value.Remove(piece) && table.Value.Count == 0).Select(table => table.Key)];
        }
        foreach (var table in unread) connection.Execute($"drop table memory.{table}");
    }
}
