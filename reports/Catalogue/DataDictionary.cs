using System.Text;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Reports.Catalogue;

/// <summary>Every table, column and measure of a build in words, from the headers of the models: as a report and as a page of the documentation.</summary>
public static class DataDictionary
{
    static readonly string[] Said = ["title", "grain", "unit", "period", "source", "definition", "nulls"];

    public static ReportDefinition Definition { get; } = new(
        "data_dictionary", "Data dictionary", "Every table and column of the build, every measure with its definition, every term of the reports",
        ReportDefinition.Everyone, [], false, Make);

    /// <summary>Models by layer and name, checks left out.</summary>
    static IEnumerable<Model> Models()
    {
        foreach (var layer in new[] { Layer.Staging, Layer.Warehouse, Layer.Measures, Layer.Marts })
        {
            var folder = Path.Combine(Content.Folder, "models", layer.ToString().ToLowerInvariant());
            var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.sql").Select(file => Model.Parse(Path.GetFileNameWithoutExtension(file), layer, File.ReadAllText(file))) : [];
            foreach (var model in files.Concat(StandardSteps.All.Select(step => step.Model).Where(model => model.Layer == layer)).OrderBy(model => model.Name, StringComparer.Ordinal)) yield return model;
        }
    }

    /// <summary>What the header of a mart's file says of it, for the definitions of a report.</summary>
    public static Definition Of(string mart)
    {
        var model = Model.Parse(mart, Layer.Marts, File.ReadAllText(Path.Combine(Content.Folder, "models", "marts", mart + ".sql")));
        return new(model["title"] ?? mart, model["definition"] ?? model["grain"] ?? "See the data dictionary.", model["source"]);
    }

    static ReportResult Make(ReportRequest request)
    {
        Column[] columns = [new("table_name", "Table"), new("column_name", "Column"), new("data_type", "Type")];
        Column[] measures = [new("measure", "Measure"), new("title", "Title"), new("steward", "Steward"), new("version", "Version"), new("unit", "Unit"), new("period", "Period"), new("definition", "Definition"), new("source", "Source")];
        return new Report
        {
            Name = "data_dictionary",
            Title = "Data dictionary",
            Provenance = BuildInfo.Provenance(request.Facts, request.Time),
            Sections =
            [
                new Section("Tables", new Table
                {
                    Name = "tables", Title = "Tables of the build, from the headers of the models that make them",
                    Columns = [new("layer", "Layer"), new("table_name", "Table"), .. Said.Select(key => new Column(key, char.ToUpperInvariant(key[0]) + key[1..]))],
                    Rows = Models().SelectMany(model => model.Makes.Select(made => (Cell[])[Cell.Of(model.Layer.ToString().ToLowerInvariant()), Cell.Of(made), .. Said.Select(key => Cell.Of(model[key]))])).ToArray(),
                }),
                new Section("Columns", new Table { Name = "columns", Title = "Columns of the build's facts", Columns = columns, Rows = ReportSql.Stream(request.Facts, "dictionary_columns", columns) }.Loaded()),
                new Section("Measures", new Table { Name = "measures", Title = "What each measure counts", Columns = measures, Rows = ReportSql.Stream(request.Facts, "dictionary_measures", measures) }.Loaded()),
            ],
            Definitions = RateTable.Terms,
        };
    }

    /// <summary>docs/data-dictionary.md: a test holds page and models together.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder("# Data dictionary\n\nEvery table of a build, from the header of the model that makes it. The columns with their types are in the workbook:\n`./registry report data_dictionary --out dictionary.xlsx`. This page is generated; a test holds it and the models together.\n");
        foreach (var layer in Models().GroupBy(model => model.Layer))
        {
            text.Append($"\n## {layer.Key}\n");
            foreach (var model in layer)
            {
                text.Append($"\n### {string.Join(", ", model.Makes)}\n\n{model["title"]}.\n\n");
                foreach (var key in Said.Skip(1))
                    if (model[key] is { Length: > 0 } value) text.Append($"- {key}: {value}\n");
            }
        }
        text.Append("\n## Terms of the reports\n\n");
        foreach (var term in RateTable.Terms) text.Append($"- {term.Term}: {term.Text}\n");
        return text.ToString();
    }
}
