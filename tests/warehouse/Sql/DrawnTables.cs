namespace RegistryAnalytics.Tests.Warehouse.Sql;

/// <summary>A table drawn as text: a name on a line of its own, then rows of cells between bars, the first naming columns.</summary>
sealed record DrawnTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<string?[]> Rows)
{
    /// <summary>Reads every table of a file. An empty cell is null; lines starting with # are remarks.</summary>
    internal static IReadOnlyList<DrawnTable> Read(string path)
    {
        var tables = new List<DrawnTable>();
        string? name = null;
        string[]? columns = null;
        var rows = new List<string?[]>();
        foreach (var (line, number) in File.ReadLines(path).Select((line, index) => (line.Trim(), index + 1)))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] != '|')
            {
                Close();
                name = line;
                continue;
            }
            var cells = line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray();
            if (columns is null) columns = cells;
            else if (cells.Length == columns.Length) rows.Add(cells.Select(cell => cell.Length == 0 ? null : cell).ToArray());
            else throw new InvalidDataException($"{path}, line {number}: {cells.Length} cells under {columns.Length} columns.");
        }
        Close();
        return tables;

        void Close()
        {
            if (name is not null) tables.Add(new DrawnTable(name, columns ?? [], rows.ToArray()));
            (name, columns) = (null, null);
            rows.Clear();
        }
    }
}
