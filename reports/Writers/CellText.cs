using System.Globalization;

namespace RegistryAnalytics.Reports.Writers;

/// <summary>A cell as people read it on a page: grouped thousands, percent, ISO dates, yes/no.</summary>
public static class CellText
{
    public static string Show(Cell cell, Column column) => cell.State switch
    {
        CellState.Whole => cell.AsWhole().ToString("#,##0", CultureInfo.InvariantCulture),
        CellState.Real when column.Type == ColumnType.Share => Percent(cell.AsReal(), column.Decimals),
        CellState.Real => cell.AsReal().ToString("N" + Math.Clamp(column.Decimals, 0, 6), CultureInfo.InvariantCulture),
        CellState.Instant => cell.AsInstant().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC",
        CellState.Flag => cell.AsFlag() ? "yes" : "no",
        _ => cell.ToString(),
    };

    /// <param name="share">0–1.</param>
    /// <returns>"93.1%", rounded half away from zero.</returns>
    public static string Percent(double share, int decimals) =>
        Math.Round((decimal)share * 100, Math.Clamp(decimals, 0, 6), MidpointRounding.AwayFromZero).ToString("N" + Math.Clamp(decimals, 0, 6), CultureInfo.InvariantCulture) + "%";

    /// <summary>A goal that is not reached carries a mark, so that colour never stands alone.</summary>
    public static bool IsBelowGoal(Cell cell, Column column) => column.Goal is { } goal && cell.IsNumber && cell.AsReal() < goal;
}
