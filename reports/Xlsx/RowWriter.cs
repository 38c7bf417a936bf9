using System.Text;

namespace RegistryAnalytics.Reports.Xlsx;

/// <summary>Writes the data rows of one table: the style of each column is looked up once.</summary>
sealed class RowWriter
{
    /// <summary>Excel keeps 15 digits; a longer whole number (a 64-bit key) is written as text so that none is lost.</summary>
    const long MaxExactDigits = 999_999_999_999_999;
    static readonly DateOnly FirstExcelDay = new(1900, 1, 1);
    static readonly DateOnly LeapDayThatNeverWas = new(1900, 3, 1);

    readonly XmlBytes xml;
    readonly byte[][] open;
    readonly byte[][] styled;

    public RowWriter(XmlBytes xml, Table table)
    {
        this.xml = xml;
        open = table.Columns.Select((_, c) => Encoding.UTF8.GetBytes($"<c r=\"{SheetLayout.ColumnName(c)}")).ToArray();
        styled = table.Columns.Select(column => Encoding.UTF8.GetBytes($"\" s=\"{CellStyle.Of(column)}\"")).ToArray();
    }

    public void Write(int row, Cell[] cells)
    {
        if (cells.Length != open.Length)
            throw new InvalidOperationException($"Writing row {row} of a sheet: it has {cells.Length} cells and the table {open.Length} columns. The query and its columns do not fit.");
        xml.Raw("<row r=\""u8);
        xml.Whole(row);
        xml.Raw("\">"u8);
        for (var c = 0; c < cells.Length; c++) Write(row, c, cells[c]);
        xml.Raw("</row>"u8);
    }

    void Write(int row, int c, in Cell cell)
    {
        xml.Raw(open[c]);
        xml.Whole(row);
        switch (cell.State)
        {
            case CellState.Blank:
                xml.Raw(styled[c]);
                xml.Raw("/>"u8);
                break;
            case CellState.Text:
                Text(styled[c], SheetLayout.Cut(cell.AsText(), SheetLayout.MaxText));
                break;
            case CellState.Whole when cell.AsWhole() is > MaxExactDigits or < -MaxExactDigits:
                Text(styled[c], cell.ToString());
                break;
            case CellState.Whole:
                Open(styled[c]);
                xml.Whole(cell.AsWhole());
                xml.Raw("</v></c>"u8);
                break;
            case CellState.Real:
                Open(styled[c]);
                xml.Real(cell.AsReal());
                xml.Raw("</v></c>"u8);
                break;
            case CellState.Date when cell.AsDate() < FirstExcelDay:
                Text(styled[c], cell.ToString());
                break;
            case CellState.Date:
                Open(styled[c]);
                xml.Whole(Serial(cell.AsDate()));
                xml.Raw("</v></c>"u8);
                break;
            case CellState.Instant:
                Open(styled[c]);
                var at = cell.AsInstant();
                xml.Real(Serial(DateOnly.FromDateTime(at)) + at.TimeOfDay.TotalDays);
                xml.Raw("</v></c>"u8);
                break;
            case CellState.Flag:
                xml.Raw(styled[c]);
                xml.Raw(cell.AsFlag() ? " t=\"b\"><v>1</v></c>"u8 : " t=\"b\"><v>0</v></c>"u8);
                break;
            default:
                Text(Special, cell.ToString());
                break;
        }
    }

    static readonly byte[] Special = Encoding.UTF8.GetBytes($"\" s=\"{CellStyle.Special}\"");

    /// <summary>Days since 1899-12-30, less one before 1900-03-01: Excel counts a 29 February 1900.</summary>
    static int Serial(DateOnly day) => day.DayNumber - new DateOnly(1899, 12, 30).DayNumber - (day < LeapDayThatNeverWas ? 1 : 0);

    void Open(byte[] style)
    {
        xml.Raw(style);
        xml.Raw("><v>"u8);
    }

    void Text(byte[] style, string text)
    {
        xml.Raw(style);
        xml.Raw(" t=\"inlineStr\"><is><t xml:space=\"preserve\">"u8);
        xml.Text(text);
        xml.Raw("</t></is></c>"u8);
    }
}
