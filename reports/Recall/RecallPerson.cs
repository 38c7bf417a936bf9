using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Catalogue;

namespace RegistryAnalytics.Reports.Recall;

/// <summary>One person to be reached, after the release gate.</summary>
sealed record RecallPerson(
    long Key, string LastName, string FirstName, DateOnly? Born, string Guardian, string Street, string City, string State, string Zip, string Phone, string Email,
    string Language, string? Practice, string Due, long NumberDue, DateOnly? Since, string SinceEach)
{
    public bool HasAddress => Street.Length > 0 && City.Length > 0 && State.Length > 0 && Zip.Length > 0;

    public static RecallPerson Of(RowsAt due, int i, DuckDbRows identity, int at)
    {
        string Field(string column) => identity.Get<string>(at, column) ?? "";
        var language = due.Get<string>(i, "language")!;
        return new(due.Get<long>(i, "person_key"), Field("last_name"), Field("first_name"), identity.Get<DateOnly?>(at, "birth_date") ?? due.Get<DateOnly?>(i, "birth_date"),
            $"{Field("guardian_first_name")} {Field("guardian_last_name")}".Trim(), $"{Field("street")} {Field("street2")}".Trim(), Field("city"), Field("state"), Field("zip"), Field("phone"), Field("email"),
            language.StartsWith("es", StringComparison.OrdinalIgnoreCase) || language.StartsWith("spa", StringComparison.OrdinalIgnoreCase) ? "es" : "en",
            due.Get<string>(i, "practice_name"), due.Get<string>(i, "vaccines_due")!, due.Get<long>(i, "n_due"), due.Get<DateOnly?>(i, "since_date"), due.Get<string>(i, "since_dates")!);
    }

    /// <summary>The same person without the vaccine groups that must not be named, nor their days; null where nothing else is due.</summary>
    public RecallPerson? Without(IReadOnlySet<string> confidential)
    {
        if (confidential.Count == 0) return this;
        var left = Due.Split(", ").Zip(SinceEach.Split(',')).Where(group => !confidential.Contains(group.First)).ToArray();
        if (left.Length == 0) return null;
        var days = left.Where(group => group.Second.Length > 0).Select(group => DateOnly.ParseExact(group.Second, "yyyy-MM-dd", CultureInfo.InvariantCulture)).ToArray();
        return this with { Due = string.Join(", ", left.Select(group => group.First)), NumberDue = left.Length, Since = days.Length > 0 ? days.Min() : null, SinceEach = string.Join(',', left.Select(group => group.Second)) };
    }

    public Cell[] Row() =>
    [
        Cell.Of(Key.ToString(CultureInfo.InvariantCulture)), Cell.Of(LastName), Cell.Of(FirstName), Cell.Of(Born), Cell.Of(Guardian), Cell.Of(Street), Cell.Of(City), Cell.Of(State), Cell.Of(Zip),
        Cell.Of(Phone), Cell.Of(Email), Cell.Of(Language), Cell.Of(Practice), Cell.Of(Due), Cell.Of(NumberDue), Cell.Of(Since), Cell.Blank, Cell.Blank, Cell.Blank,
    ];
}
