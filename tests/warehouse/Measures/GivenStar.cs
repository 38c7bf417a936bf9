using RegistryAnalytics.Tests.Warehouse.Sql;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>Puts made-up persons into the star of a fixture.</summary>
static class GivenStar
{
    internal static void Fill(MeasureFixture fixture, IReadOnlyList<GivenPerson> persons, bool withRoster)
    {
        Persons(fixture, persons, withRoster);
        Doses(fixture, persons);
        using (var to = fixture.Connection.Appender(null, "fct_observation", "person_key", "code", "value_number", "observed_date"))
        {
            foreach (var person in persons)
                foreach (var finding in person.Findings)
                    to.Append(person.Key).Append(finding.Code).Append(finding.Number).Append(finding.Day).EndRow();
            to.Close();
        }
        using (var to = fixture.Connection.Appender(null, "fct_person_practice", "relation_key", "person_key", "practice_key", "status", "from_date", "to_date"))
        {
            foreach (var person in persons)
                foreach (var relation in person.Relations)
                    to.Append(relation.Key).Append(person.Key).Append(relation.Practice).Append(relation.To is null ? "active" : "inactive").Append(relation.From).Append(relation.To).EndRow();
            to.Close();
        }
        using (var to = fixture.Connection.Appender(null, "fct_forecast", "person_key", "vaccine_group", "status", "earliest_date"))
        {
            foreach (var person in persons)
                foreach (var forecast in person.Forecasts)
                    to.Append(person.Key).Append(forecast.Group).Append(forecast.Status).Append(forecast.Earliest).EndRow();
            to.Close();
        }
        using (var to = fixture.Connection.Appender(null, "fct_delivery", "delivery_key", "person_key", "birth_date", "delivery_date", "gestational_weeks"))
        {
            foreach (var person in persons)
                foreach (var delivery in person.Deliveries)
                    to.Append(delivery.Key).Append(person.IsKnown ? person.Key : null).Append(person.Birth).Append(delivery.Day).Append(delivery.Weeks).EndRow();
            to.Close();
        }
        using (var to = fixture.Connection.Appender(null, "fct_person_residence", "person_key", "county_fips", "jurisdiction_status", "from_date", "to_date"))
        {
            foreach (var person in persons)
                for (var i = 0; i < person.Homes.Count; i++)
                {
                    var home = person.Homes[i];
                    to.Append(person.Key).Append(home.County).Append(home.County == "out_of_state" ? "out" : "in")
                        .Append(home.From).Append(i + 1 < person.Homes.Count ? person.Homes[i + 1].From.AddDays(-1) : (DateOnly?)null).EndRow();
                }
            to.Close();
        }
        if (!withRoster) return;
        using (var to = fixture.Connection.Appender(null, "fct_plan_enrollment", "member_key", "birth_date", "product_line", "from_date", "to_date", "person_key"))
        {
            foreach (var person in persons)
                foreach (var span in person.Spans)
                    to.Append(person.Key).Append(person.Birth).Append(span.Line).Append(span.From).Append(span.To).Append(person.IsKnown ? person.Key : null).EndRow();
            to.Close();
        }
    }

    static void Persons(MeasureFixture fixture, IReadOnlyList<GivenPerson> persons, bool withRoster)
    {
        using var to = fixture.Connection.Appender(null, "dim_person", "person_key", "birth_date", "is_deceased", "death_date", "is_opted_out", "county_fips", "registry_status", "registry_status_from", "race", "ethnicity", "first_told_at");
        foreach (var person in persons)
            if (person.IsKnown || !withRoster && person.Deliveries.Count == 0)
                to.Append(person.Key).Append(person.Birth).Append(person.IsDeceased).Append(person.Death).Append(person.IsOptedOut).Append(person.County).Append(person.RegistryStatus).Append(person.StatusFrom).Append(person.Race).Append(person.Ethnicity).Append(person.Told.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc)).EndRow();
        to.Close();
    }

    static void Doses(MeasureFixture fixture, IReadOnlyList<GivenPerson> persons)
    {
        long key = 0;
        using (var to = fixture.Connection.Appender(null, "fct_dose", "dose_key", "person_key", "admin_date", "cvx", "is_completed"))
        {
            foreach (var person in persons)
                foreach (var dose in person.Doses)
                    to.Append(++key).Append(person.Key).Append(dose.Day).Append(dose.Cvx).Append(dose.IsCompleted).EndRow();
            to.Close();
        }
        key = 0;
        using (var to = fixture.Connection.Appender(null, "fct_dose_evaluation", "dose_key", "person_key", "admin_date", "antigen", "status"))
        {
            foreach (var person in persons)
                foreach (var dose in person.Doses)
                {
                    key++;
                    if (!dose.IsCompleted) continue;
                    foreach (var antigen in dose.Antigens)
                        to.Append(key).Append(person.Key).Append(dose.Day).Append(antigen).Append(dose.IsValid ? "Valid" : "Extraneous").EndRow();
                }
            to.Close();
        }
    }
}
