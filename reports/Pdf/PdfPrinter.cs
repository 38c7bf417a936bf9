using System.Text.Json.Nodes;

namespace RegistryAnalytics.Reports.Pdf;

/// <summary>Prints HTML pages of ours as tagged PDF in one warm browser. Not for several threads at once.</summary>
public sealed class PdfPrinter : IDisposable
{
    public const string NotFound = "No Chromium was found to print a PDF with: install chromium, or name the program in CHROMIUM_PATH.";

    readonly Browser browser;
    readonly string session;
    readonly string frame;

    PdfPrinter(Browser browser)
    {
        this.browser = browser;
        var target = (string)browser.Call("Target.createTarget", new() { ["url"] = "about:blank" })["targetId"]!;
        session = (string)browser.Call("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true })["sessionId"]!;
        browser.Call("Emulation.setScriptExecutionDisabled", new() { ["value"] = true }, session);
        frame = (string)browser.Call("Page.getFrameTree", [], session)["frameTree"]!["frame"]!["id"]!;
    }

    /// <summary>Starts a browser; null, with the reason in words, where this machine has none.</summary>
    public static PdfPrinter? Start(out string? problem)
    {
        problem = null;
        if (Browser.Find() is { } path && File.Exists("/bin/sh")) return Start(path);
        problem = NotFound;
        return null;
    }

    static PdfPrinter Start(string path)
    {
        var browser = Browser.Start(path);
        try
        {
            return new PdfPrinter(browser);
        }
        catch
        {
            browser.Dispose();
            throw;
        }
    }

    /// <summary>Prints one page of markup; its own @page rules give paper size, page numbers and running heads.</summary>
    /// <returns>The bytes of a tagged PDF with an outline of its headings.</returns>
    public byte[] Print(string html)
    {
        browser.Call("Page.setDocumentContent", new() { ["frameId"] = frame, ["html"] = html }, session);
        var printed = browser.Call("Page.printToPDF", new()
        {
            ["generateTaggedPDF"] = true, ["generateDocumentOutline"] = true, ["preferCSSPageSize"] = true, ["printBackground"] = true,
        }, session);
        return Convert.FromBase64String((string)printed["data"]!);
    }

    public void Dispose() => browser.Dispose();
}
