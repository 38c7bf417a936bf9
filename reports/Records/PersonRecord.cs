using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Reports.Records;

/// <summary>Everything an official document about one person is filled from, after the release gate.</summary>
sealed record PersonRecord(string Name, DateOnly? Born, string Guardian, string Address, Table Doses, Table History, Table Forecast, string Code, DateTimeOffset IssuedAt, Provenance Provenance)
{
    static readonly Column[] DoseColumns =
    [
        new("admin_date", "Date", ColumnType.Date), new("age", "Age"), new("vaccine", "Vaccine"), new("cvx", "CVX"), new("manufacturer", "Manufacturer"), new("lot", "Lot"),
        new("provider", "Provider"), new("told_as", "Source"), new("standing", "Standing"),
    ];

    /// <summary>Reads one person through the gate and writes the log of issues; or the reason why not.</summary>
    public static (PersonRecord? Record, string? Problem) Issue(ReportRequest request, string kind)
    {
        var key = request.Whole("person")!.Value;
        var agency = request.Agency;
        if (agency.RecordKey is not null && request.Issued is null)
            return (null, "Official documents are written to the log of issues, and none was given.");
        var forPerson = request with { Requester = request.Requester with { IsForThePerson = true } };
        var released = ReleaseGate.Pass(forPerson, kind, [key]);
        if (released.Problem is not null) return (null, released.Problem);
        if (!released.Persons.TryGetValue(key, out var hiddenGroups))
            return (null, released.Withheld.Count > 0 ? $"No document is issued: the person is {released.Withheld.Keys.First()}." : "No document is issued: the person is not available to you.");

        using var identity = request.Identity!();
        var found = ReportSql.Rows(identity, "record_person", ("person", key));
        if (found.Count == 0) return (null, "No document is issued: the registry holds no name for this person.");
        string Field(string column) => found.Get<string>(0, column) ?? "";
        var born = found.Get<DateOnly?>(0, "birth_date");
        var doses = ReadDoses(request, key, born, hiddenGroups);
        var history = ReadHistory(request, key, hiddenGroups, isForSchool: kind == RecordReport.FormName);
        var forecast = Read(request, "record_forecast", "forecast", "Needed next", key,
            [new("vaccine_group", "Vaccine"), new("status", "Status"), new("dose_number", "Dose", ColumnType.Whole), new("due_date", "Due", ColumnType.Date), new("overdue_from", "Overdue from", ColumnType.Date)]);
        forecast = forecast with { Rows = forecast.List().Where(row => !hiddenGroups.Contains(row[0].ToString())).ToArray() };

        var now = request.Time.GetUtcNow();
        var provenance = BuildInfo.Provenance(request.Facts, request.Time);
        var name = Join(' ', Field("first_name"), Field("middle_name"), Field("last_name"), Field("suffix"));
        var digest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{name}\n{born:yyyy-MM-dd}\n{Lines(doses)}{Lines(history)}{Lines(forecast)}")));
        var code = "";
        if (agency.RecordKey is { } secret)
        {
            code = VerificationCode.Make(secret, string.Create(CultureInfo.InvariantCulture, $"{kind}\n{key}\n{now:O}\n{digest}"));
            request.Issued!(new(code, kind, key, now, digest, request.Requester.Account, request.Requester.Recipient, provenance.BuildId));
        }
        return (new(name, born, Join(' ', Field("guardian_first_name"), Field("guardian_last_name")),
            Join(", ", Field("street"), Field("street2"), Field("city"), Join(' ', Field("state"), Field("zip"))), doses, history, forecast, code, now, provenance), null);
    }

    static Table ReadDoses(ReportRequest request, long key, DateOnly? born, IReadOnlySet<string> hiddenGroups)
    {
        var rows = ReportSql.Rows(request.Facts, "record_doses", ("person", key));
        return new Table
        {
            Name = "doses",
            Title = "Immunizations",
            Columns = DoseColumns,
            Rows = Enumerable.Range(0, rows.Count)
                .Where(i => !rows.Get<string>(i, "vaccine_groups")!.Split(',').Any(hiddenGroups.Contains))
                .Select(i => (Cell[])
                [
                    Cell.Of(rows.Get<DateOnly>(i, "admin_date")), Cell.Of(born is { } b ? Age(b, rows.Get<DateOnly>(i, "admin_date")) : null), Cell.Of(rows.Get<string>(i, "vaccine")), Cell.Of(rows.Get<string>(i, "cvx")),
                    Cell.Of(rows.Get<string>(i, "manufacturer")), Cell.Of(rows.Get<string>(i, "lot")), Cell.Of(rows.Get<string>(i, "provider")), Cell.Of(rows.Get<string>(i, "told_as")), Cell.Of(ReasonWords.In(rows.Get<string>(i, "standing"))),
                ]).ToArray(),
        };
    }

    /// <summary>Observations and refusals, without those of a confidential service.</summary>
    /// <remarks>
    /// Conditions that call for a vaccine (pregnancy, HIV) and reactions to one speak of it without naming it: of a minor with
    /// confidential services they are left out too. A school needs neither of any child.
    /// </remarks>
    static Table ReadHistory(ReportRequest request, long key, IReadOnlySet<string> hiddenGroups, bool isForSchool)
    {
        var rows = ReportSql.Rows(request.Facts, "record_history", ("person", key));
        bool IsShown(int i) => !rows.Get<string>(i, "vaccine_groups")!.Split(',').Any(hiddenGroups.Contains)
            && (!(isForSchool || hiddenGroups.Count > 0) || rows.Get<string>(i, "kind") is not ("indication" or "reaction"));
        return new Table
        {
            Name = "history",
            Title = "History, exemptions and refusals",
            Columns = [new("kind", "Kind"), new("what", "What"), new("noted_date", "Date", ColumnType.Date)],
            Rows = Enumerable.Range(0, rows.Count).Where(IsShown).Select(i => (Cell[])[Cell.Of(rows.Get<string>(i, "kind")), Cell.Of(rows.Get<string>(i, "what")), Cell.Of(rows.Get<DateOnly?>(i, "noted_date"))]).ToArray(),
        };
    }

    static Table Read(ReportRequest request, string sql, string name, string title, long key, Column[] columns) => new Table
    {
        Name = name, Title = title, Columns = columns, Rows = ReportSql.Stream(request.Facts, sql, columns, ("person", key)),
    }.Loaded();

    /// <summary>"4 months", "2 years": whole calendar units as people say them.</summary>
    internal static string Age(DateOnly born, DateOnly on)
    {
        if (on < born) return "before birth";
        var months = Codes.CqlCalendar.AgeInMonths(born, on);
        var (n, unit) = months >= 24 ? (months / 12, "year") : months >= 1 ? (months, "month") : (on.DayNumber - born.DayNumber, "day");
        return string.Create(CultureInfo.InvariantCulture, $"{n} {unit}{(n == 1 ? "" : "s")}");
    }

    static string Join(char separator, params string[] parts) => Join(separator.ToString(), parts);

    static string Join(string separator, params string[] parts) => string.Join(separator, parts.Where(part => part.Length > 0));

    static string Lines(Table table) => string.Concat(table.List().Select(row => string.Join('|', row) + "\n"));
}
