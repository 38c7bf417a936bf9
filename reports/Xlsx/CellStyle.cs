using System.Globalization;
using System.Text;

namespace RegistryAnalytics.Reports.Xlsx;

/// <summary>The fixed set of cell formats, by index in styles.xml.</summary>
static class CellStyle
{
    public const int General = 0, Title = 1, Note = 2, Header = 3, Text = 4, Date = 5, Instant = 6, Flag = 7, Special = 8, Link = 9, Wrap = 10, Warning = 11, HeaderRight = 12, WideNote = 13;

    /// <summary>Highest number of decimals that has a format.</summary>
    public const int MaxDecimals = 6;
    const int FirstNumber = 14;
    const int FirstShare = FirstNumber + MaxDecimals + 1;

    /// <summary>Differential formats for conditional rules: one "below goal" for each number of decimals.</summary>
    public static int BelowGoal(int decimals) => Math.Clamp(decimals, 0, MaxDecimals);

    public static int Of(Column column)
    {
        var decimals = Math.Clamp(column.Decimals, 0, MaxDecimals);
        return column.Type switch
        {
            ColumnType.Whole => FirstNumber,
            ColumnType.Real => FirstNumber + decimals,
            ColumnType.Share => FirstShare + decimals,
            ColumnType.Date => Date,
            ColumnType.Instant => Instant,
            ColumnType.Flag => Flag,
            _ => Text,
        };
    }

    static string Digits(int decimals) => decimals == 0 ? "" : "." + new string('0', decimals);

    public static byte[] Part()
    {
        const int dateFormat = 164, instantFormat = 165, firstNumberFormat = 170, firstShareFormat = 180;
        var xml = new StringBuilder("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">""");
        xml.Append(CultureInfo.InvariantCulture, $"""<numFmts count="{2 + 2 * (MaxDecimals + 1)}"><numFmt numFmtId="{dateFormat}" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="{instantFormat}" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/>""");
        for (var d = 0; d <= MaxDecimals; d++) xml.Append(CultureInfo.InvariantCulture, $"""<numFmt numFmtId="{firstNumberFormat + d}" formatCode="#,##0{Digits(d)}"/>""");
        for (var d = 0; d <= MaxDecimals; d++) xml.Append(CultureInfo.InvariantCulture, $"""<numFmt numFmtId="{firstShareFormat + d}" formatCode="0{Digits(d)}%"/>""");
        xml.Append("""
            </numFmts><fonts count="7"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>
            <font><b/><sz val="16"/><color rgb="FF1F3A5F"/><name val="Calibri"/><family val="2"/></font>
            <font><i/><sz val="10"/><color rgb="FF555555"/><name val="Calibri"/><family val="2"/></font>
            <font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/><family val="2"/></font>
            <font><sz val="11"/><color rgb="FF595959"/><name val="Calibri"/><family val="2"/></font>
            <font><u/><sz val="11"/><color rgb="FF0B57A4"/><name val="Calibri"/><family val="2"/></font>
            <font><b/><sz val="11"/><color rgb="FF7A3E00"/><name val="Calibri"/><family val="2"/></font></fonts>
            <fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
            <fill><patternFill patternType="solid"><fgColor rgb="FF1F3A5F"/></patternFill></fill>
            <fill><patternFill patternType="lightUp"><fgColor rgb="FFBFBFBF"/></patternFill></fill></fills>
            <borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>
            <border><left/><right/><top/><bottom style="thin"><color rgb="FFBFBFBF"/></bottom><diagonal/></border></borders>
            <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
            """.ReplaceLineEndings(""));
        xml.Append(CultureInfo.InvariantCulture, $"""<cellXfs count="{FirstShare + MaxDecimals + 1}">""");
        xml.Append($"""
            <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
            <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
            <xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>
            <xf numFmtId="0" fontId="3" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1"><alignment horizontal="left" vertical="center" wrapText="1" indent="1"/></xf>
            <xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment horizontal="left" indent="1"/></xf>
            <xf numFmtId="{dateFormat}" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1"/>
            <xf numFmtId="{instantFormat}" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1"/>
            <xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1"/>
            <xf numFmtId="49" fontId="4" fillId="3" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="right"/></xf>
            <xf numFmtId="0" fontId="5" fillId="0" borderId="0" xfId="0" applyFont="1"/>
            <xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
            <xf numFmtId="0" fontId="6" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
            <xf numFmtId="0" fontId="3" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1"><alignment horizontal="right" vertical="center" wrapText="1"/></xf>
            <xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
            """.ReplaceLineEndings(""));
        for (var d = 0; d <= MaxDecimals; d++) xml.Append(CultureInfo.InvariantCulture, $"""<xf numFmtId="{firstNumberFormat + d}" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1"/>""");
        for (var d = 0; d <= MaxDecimals; d++) xml.Append(CultureInfo.InvariantCulture, $"""<xf numFmtId="{firstShareFormat + d}" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1"/>""");
        xml.Append(CultureInfo.InvariantCulture, $"""</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles><dxfs count="{MaxDecimals + 1}">""");
        for (var d = 0; d <= MaxDecimals; d++)
            xml.Append(CultureInfo.InvariantCulture, $"""<dxf><font><b/><color rgb="FF8A3B00"/></font><numFmt numFmtId="{190 + d}" formatCode="&quot;▼ &quot;0{Digits(d)}%"/><fill><patternFill><bgColor rgb="FFFFE8CC"/></patternFill></fill></dxf>""");
        xml.Append("</dxfs></styleSheet>");
        return Encoding.UTF8.GetBytes(xml.ToString());
    }
}
