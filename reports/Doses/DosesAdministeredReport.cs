using System.Globalization;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Disclosure;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Reports.Doses;

/// <summary>Doses administered by vaccine, age band and eligibility: the VFC profile, or the state's own bands.</summary>
public static class DosesAdministeredReport
{
    /// <summary>Sets of age bands: by the name of the parameter, the set of the build.</summary>
    static readonly Dictionary<string, string> Bands = new(StringComparer.Ordinal) { ["vfc"] = "vfc_profile", ["dar"] = "state_grid" };

    const string UnknownAge = "unknown";

    static readonly Dictionary<string, string> Eligibility = new(StringComparer.Ordinal)
    {
        ["V01"] = "V01 not eligible", ["V02"] = "V02 Medicaid", ["V03"] = "V03 uninsured", ["V04"] = "V04 American Indian or Alaska Native",
        ["V05"] = "V05 underinsured", ["V07"] = "V07 state or local", ["unknown"] = "not told",
    };

    static readonly Dictionary<string, string> Funding = new(StringComparer.Ordinal)
    {
        ["VXC50"] = "VXC50 public", ["VXC51"] = "VXC51 public, VFC", ["VXC52"] = "VXC52 public, not VFC", ["PHC70"] = "PHC70 private", ["unknown"] = "not told",
    };

    public static ReportDefinition Definition { get; } = new(
        "doses_administered", "Doses administered", "Doses by vaccine, age band, eligibility and funding for a range of days, a practice or a county",
        ReportDefinition.StaffAndProviders,
        [
            new("from", "first day", ParameterType.Date, Required: true), new("to", "last day", ParameterType.Date, Required: true),
            new("practice", "practice key", ParameterType.Whole), new("county", "county FIPS of residence"),
            new("bands", "age bands", Default: "vfc", Choices: ["vfc", "dar"]), new("audience", "suppress small cells as for this audience", Choices: ["public", "staff"]),
        ], false, Make);

    static ReportResult Make(ReportRequest request)
    {
        var who = request.Requester;
        if (who.Role == Role.Provider && (request.Whole("practice") is not { } own || !who.Practices.Contains(own)))
            return ReportResult.Refused("A practice may ask for its own doses: give practice=KEY of your own.");
        if (who.Role == Role.LocalHealth && (request.Text("county") is not { } county || !who.Counties.Contains(county)))
            return ReportResult.Refused("A local health department may ask for its own counties: give county=FIPS of your own.");
        var set = Bands[request.Text("bands")!];
        var rows = ReportSql.Rows(request.Facts, "doses_administered", ("from_day", request.Date("from")), ("to_day", request.Date("to")), ("practice", request.Whole("practice")), ("county", request.Text("county")), ("bands", set));
        var doses = Enumerable.Range(0, rows.Count).Select(i => (
            Vaccine: rows.Get<string>(i, "vaccine")!, Cvx: rows.Get<string>(i, "cvx")!, Band: rows.Get<string>(i, "age_band") ?? UnknownAge,
            Eligibility: rows.Get<string>(i, "eligibility")!, Funding: rows.Get<string>(i, "funding")!, N: rows.Get<long>(i, "n_doses"))).ToArray();

        var vaccines = doses.GroupBy(dose => (dose.Vaccine, dose.Cvx)).Select(group => group.Key).ToArray();
        var known = ReportSql.Rows(request.Facts, "age_bands", ("bands", set));
        var bands = Enumerable.Range(0, known.Count).Select(i => known.Get<string>(i, "age_band")!).Append(UnknownAge).ToArray();
        var kinds = doses.Select(dose => dose.Eligibility).Distinct().Order(StringComparer.Ordinal).ToArray();
        var funds = doses.Select(dose => dose.Funding).Distinct().Order(StringComparer.Ordinal).ToArray();
        // A practice lists its own patients anyway: its own counts are not hidden from it.
        var threshold = who.Role == Role.Provider ? 0 : Measures.RateTable.Threshold(request);

        var system = new CountSystem();
        var grand = system.Add(doses.Sum(dose => dose.N), rank: 2);
        var perVaccine = vaccines.Select(vaccine => system.Add(doses.Where(dose => (dose.Vaccine, dose.Cvx) == vaccine).Sum(dose => dose.N), rank: 1)).ToArray();
        system.Sum(grand, perVaccine);
        var byBand = new Grid(system, grand, perVaccine, bands.Length, (v, b) => doses.Where(dose => (dose.Vaccine, dose.Cvx) == vaccines[v] && dose.Band == bands[b]).Sum(dose => dose.N));
        var byKind = new Grid(system, grand, perVaccine, kinds.Length, (v, k) => doses.Where(dose => (dose.Vaccine, dose.Cvx) == vaccines[v] && dose.Eligibility == kinds[k]).Sum(dose => dose.N));
        var byFund = new Grid(system, grand, perVaccine, funds.Length, (v, f) => doses.Where(dose => (dose.Vaccine, dose.Cvx) == vaccines[v] && dose.Funding == funds[f]).Sum(dose => dose.N));
        var hidden = system.Suppress(threshold);

        Table Shown(string name, string title, Grid grid, IReadOnlyList<string> heads, IReadOnlyList<string> names) => new()
        {
            Name = name,
            Title = $"{title}, {request.Text("from")} to {request.Text("to")}",
            Columns = [new("vaccine", "Vaccine"), new("cvx", "CVX"), .. heads.Select((head, i) => new Column(names[i], head, ColumnType.Whole)), new("total", "All", ColumnType.Whole)],
            Rows = vaccines.Select((vaccine, v) => (Cell[])[Cell.Of(vaccine.Vaccine), Cell.Of(vaccine.Cvx), .. grid.Row(v).Select(cell => grid.Show(cell, hidden)), grid.Show(perVaccine[v], hidden)])
                .Append([Cell.Of("All vaccines"), Cell.Blank, .. grid.Totals.Select(cell => grid.Show(cell, hidden)), grid.Show(grand, hidden)]).ToArray(),
            Footnotes = ["A combination vaccine is one dose. Only doses reported as administered count, never history."],
        };

        return new Report
        {
            Name = "doses_administered",
            Title = $"Doses administered, {request.Text("from")} to {request.Text("to")}",
            Provenance = BuildInfo.Provenance(request.Facts, request.Time),
            Parameters = request.Parameters.Select(p => (p.Key, p.Value)).ToArray(),
            Sections =
            [
                new Section("By age", Shown("by_age", "Doses by vaccine and age", byBand, bands.Select(band => band == UnknownAge ? "Age unknown" : $"{band} years").ToArray(), bands.Select(band => "age_" + band.Replace('-', '_').Replace("<", "under_", StringComparison.Ordinal).Replace("+", "_plus", StringComparison.Ordinal)).ToArray())),
                new Section("By eligibility", Shown("by_eligibility", "Doses by vaccine and eligibility", byKind, kinds.Select(kind => Eligibility.GetValueOrDefault(kind) ?? kind).ToArray(), kinds.Select(kind => "eligibility_" + kind.ToLowerInvariant()).ToArray())),
                new Section("By funding", Shown("by_funding", "Doses by vaccine and funding", byFund, funds.Select(fund => Funding.GetValueOrDefault(fund) ?? fund).ToArray(), funds.Select(fund => "funding_" + fund.ToLowerInvariant()).ToArray())),
            ],
            Definitions = [new("Eligibility", "Eligibility for publicly funded vaccine at the visit.", "HL7 table 0064"), new("Funding", "Who paid for the vaccine given."), new("Age", "Whole years on the day of the dose.")],
        };
    }

    /// <summary>Vaccines by some columns, tied to the totals that both tables print.</summary>
    sealed class Grid
    {
        readonly Dictionary<int, long> valueOf = [];
        readonly int[][] inner;

        public int[] Totals { get; }

        public Grid(CountSystem system, int grand, int[] perVaccine, int columns, Func<int, int, long> value)
        {
            inner = perVaccine.Select((_, v) => Enumerable.Range(0, columns).Select(c => Add(value(v, c), 0)).ToArray()).ToArray();
            Totals = Enumerable.Range(0, columns).Select(c => Add(inner.Sum(row => valueOf[row[c]]), 1)).ToArray();
            for (var v = 0; v < perVaccine.Length; v++)
            {
                system.Sum(perVaccine[v], inner[v]);
                valueOf[perVaccine[v]] = inner[v].Sum(cell => valueOf[cell]);
            }
            for (var c = 0; c < columns; c++) system.Sum(Totals[c], inner.Select(row => row[c]).ToArray());
            system.Sum(grand, Totals);
            valueOf[grand] = Totals.Sum(cell => valueOf[cell]);

            int Add(long n, int rank)
            {
                var cell = system.Add(n, rank: rank);
                valueOf[cell] = n;
                return cell;
            }
        }

        public IEnumerable<int> Row(int vaccine) => inner[vaccine];

        public Cell Show(int cell, bool[] hidden) => hidden[cell] ? Cell.Suppressed : Cell.Of(valueOf[cell]);
    }
}
