using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Warehouse.Evaluate;

/// <summary>The ages of one target dose in the schedule that a build evaluates by, as a row of <c>dim_series_age</c>.</summary>
/// <param name="Minimum">Minimum age: below it only the schedule's grace makes a dose valid. Null: the dose has none.</param>
/// <param name="Latest">Latest recommended age; a forecast is past due the day before it. Null: recommended by interval, or never late.</param>
/// <remarks>Models compare ages by <c>cdsi_add_months</c>, months first and days after. Tests: tests/warehouse/Measures/TimelinessOracleTests.cs.</remarks>
public sealed record SeriesAge(string Antigen, string Series, SeriesType Type, int DoseNumber, Period? Minimum, Period? Latest)
{
    /// <summary>All target doses of a schedule that have an age in force on a day.</summary>
    internal static IReadOnlyList<SeriesAge> Of(ImmunizationSchedule schedule, DateOnly day) =>
    [
        .. from antigen in schedule.Antigens
           from series in antigen.Series
           from dose in series.Doses
           from age in dose.Ages
           where !(age.Effective > day) && !(age.Cessation < day)
           select new SeriesAge(antigen.Name, series.Name, series.Type, dose.Number, age.Minimum, age.LatestRecommended),
    ];

    /// <summary>Makes and fills the table of ages.</summary>
    /// <param name="catalog">The attached database that it is made in.</param>
    public static void Write(DuckDbConnection connection, string catalog, IReadOnlyList<SeriesAge> ages)
    {
        connection.Execute($"""
            create table {catalog}.dim_series_age (
                antigen varchar, series varchar, series_type varchar, dose_number integer, min_months integer, min_days integer,
                latest_months integer, latest_days integer)
            """);
        using var to = connection.AppenderIn(catalog, "dim_series_age");
        foreach (var age in ages)
            to.Append(age.Antigen).Append(age.Series).Append(EvaluationWriter.SeriesTypeWord(age.Type)).Append(age.DoseNumber)
                .Append(age.Minimum?.TotalMonths).Append(age.Minimum?.TotalDays).Append(age.Latest?.TotalMonths).Append(age.Latest?.TotalDays).EndRow();
        to.Close();
    }
}
