using System.Globalization;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Records;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Recall;

/// <summary>Letters by mail merge from an editable template in the family's language, and sheets of address labels.</summary>
static class RecallPages
{
    const string LetterStyle = ".letter{break-after:page;min-height:200mm}.to{margin:12mm 0 10mm;line-height:1.3}";

    /// <summary>Three labels of 2⅝ by 1 inch in a row, ten rows a sheet: the common address label sheet.</summary>
    const string LabelStyle = "@page{size:letter portrait;margin:.5in .19in;@top-left{content:none}@bottom-left{content:none}@bottom-right{content:none}}main{display:grid;grid-template-columns:repeat(3,2.625in);column-gap:.125in}.to{box-sizing:border-box;height:1in;padding:.12in .15in;overflow:hidden;font-size:9pt;line-height:1.25;break-inside:avoid}";

    public static (string? Page, string? Problem) Letters(IReadOnlyList<RecallPerson> persons, ReportRequest request, string kind, DateOnly day)
    {
        var asked = request.Text("language")!;
        var page = new Markup();
        HtmlWriter.Start(page, kind == "recall" ? "Recall letters" : "Reminder letters", asked == "auto" ? "en" : asked, LetterStyle);
        foreach (var person in persons)
        {
            var language = asked == "auto" ? person.Language : asked;
            var file = $"letter-{kind}.{language}.html";
            if (Template.Read(request.Agency, file) is not { } template) return (null, $"There is no template {file}.");
            var (body, problem) = Template.Fill(template, new Dictionary<string, string>
            {
                ["agency_name"] = request.Agency.Name, ["agency_address"] = request.Agency.Address, ["agency_phone"] = request.Agency.Phone.Length > 0 ? request.Agency.Phone : request.Agency.Name, ["agency_url"] = request.Agency.Url,
                ["date"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["child_name"] = person.FirstName, ["vaccines_due"] = person.Due,
                ["practice_name"] = person.Practice ?? request.Agency.Name, ["addressee"] = Addressee(person), ["street"] = person.Street, ["city_line"] = CityLine(person),
            });
            if (body is null) return (null, $"Filling {file}: {problem}");
            page.Raw("<article class=\"letter\" lang=\"").Text(language).Raw("\">").Raw(body).Raw("</article>");
        }
        return (page.Raw("</main></body></html>").ToString(), null);
    }

    public static string Labels(IReadOnlyList<RecallPerson> persons)
    {
        var page = new Markup();
        HtmlWriter.Start(page, "Address labels", "en", LabelStyle);
        foreach (var person in persons)
            page.Raw("<div class=\"to\">").Text(Addressee(person)).Raw("<br>").Text(person.Street).Raw("<br>").Text(CityLine(person)).Raw("</div>");
        return page.Raw("</main></body></html>").ToString();
    }

    /// <summary>The guardian where one is known; else the family of the child.</summary>
    static string Addressee(RecallPerson person) => person.Guardian.Length > 0 ? person.Guardian : $"{person.FirstName} {person.LastName}".Trim();

    static string CityLine(RecallPerson person) => $"{person.City}, {person.State} {person.Zip}";
}
