using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Tests.Warehouse.Measures;
using RegistryAnalytics.Tests.Warehouse.Sql;
using RegistryAnalytics.Warehouse.Build;
using RegistryAnalytics.Warehouse.Evaluate;

namespace RegistryAnalytics.Tests.Warehouse.Evaluate;

/// <summary>What senders tell about a person, as the evaluation of a build takes it.</summary>
public class ObservationTests
{
    static readonly DateOnly AsOf = new(2025, 11, 10);

    const string Child = "(1, date '2024-01-01', 'F')";
    const string Woman = "(1, date '1995-01-01', 'F')";

    [Fact]
    public void An_allergic_reaction_contraindicates_the_vaccine_beside_whose_dose_it_was_told_and_no_other()
    {
        var forecasts = Run(Child, reaction: "(1, 11, 'contraindication', 'VXC20', date '2025-02-01')", given: "(11, '03')");
        Assert.Equal("Contraindicated", forecasts[("MMR", "Standard")].Status);
        Assert.All(["HepB", "Hib", "Polio", "Varicella", "DTaP/Tdap/Td"], group => Assert.Equal("Not Complete", forecasts[(group, "Standard")].Status));
    }

    [Theory]
    [InlineData("(11, null)")]
    [InlineData("(12, '03')")]
    public void An_allergic_reaction_to_an_unknown_vaccine_contraindicates_none(string given)
    {
        var forecasts = Run(Child, observation: "('contraindication', 'LN', '30945-0', 'VXC20', null, date '2025-02-01')",
            reaction: "(1, 11, 'contraindication', 'VXC20', date '2025-02-01')", given: given);
        Assert.DoesNotContain(forecasts.Values, row => row.Status == "Contraindicated");
    }

    [Theory]
    [InlineData("('contraindication', 'LN', '30945-0', '77386006', 'pregnant', date '2025-09-01')", "Contraindicated")]
    [InlineData("('other', 'CDSI', '007', '', null, date '2025-09-01')", "Contraindicated")]
    [InlineData("('other', 'CDSI', '7', 'yes', 'yes', null)", "Contraindicated")]
    [InlineData("('other', 'SCT', '77386006', null, null, date '2025-09-01')", "Contraindicated")]
    [InlineData("('other', 'CDSI', '007', 'refuted', 'Refuted', date '2025-09-01')", "Not Complete")]
    [InlineData("('other', 'LN', '11449-6', '77386006', null, date '2025-09-01')", "Not Complete")]
    [InlineData("('other', 'CDSI', '007', '', null, date '2025-11-11')", "Not Complete")]
    public void A_finding_is_an_answer_to_a_known_question_or_its_code_and_counts_unless_refuted_or_still_to_come(string observation, string status) =>
        Assert.Equal(status, Run(Woman, observation)[("MMR", "Standard")].Status);

    [Fact]
    public void An_interval_counts_from_the_latest_day_on_which_the_observation_was_made() => Assert.Equal(
        Run(Woman, "('other', 'CDSI', '007', '', null, null), ('other', 'CDSI', '170', '', null, date '2025-06-01')")[("DTaP/Tdap/Td", "Risk")],
        Run(Woman, "('other', 'CDSI', '007', '', null, null), ('other', 'CDSI', '170', '', null, date '2025-06-01'), ('other', 'CDSI', '170', '', null, date '2022-03-01')")[("DTaP/Tdap/Td", "Risk")]);

    [Fact]
    public void A_code_that_is_part_of_an_expression_says_nothing_alone()
    {
        var forecasts = Run(Woman, "('indication', 'LN', '59785-6', '24932003', 'Exposure to', date '2025-09-01'), ('indication', 'LN', '59785-6', '165806002', null, null)");
        Assert.DoesNotContain(forecasts.Keys, key => key.Type == "Risk");
    }

    static Dictionary<(string Group, string Type), (string Status, DateOnly? Earliest)> Run(
        string person, string observation = "", string reaction = "", string given = "")
    {
        var folder = Directory.CreateTempSubdirectory("observations-").FullName;
        try
        {
            using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
            using var connection = database.Connect();
            connection.Execute("attach ':memory:' as facts; attach ':memory:' as identity");
            Content.MakeFunctions(connection);
            connection.Execute("set search_path = 'memory.main,facts.main,identity.main'");
            connection.Execute($"""
                create table facts.build_info (key varchar, value varchar);
                create table facts.dim_person as
                    select key as person_key, bucket_of(key) as bucket, born as birth_date, sex, false as is_opted_out from (values {person}) p(key, born, sex);
                create table facts.fct_dose (person_key bigint, dose_key bigint, bucket integer, admin_date date, cvx varchar, mvx varchar,
                    expiration_date date, kind varchar, is_completed boolean);
                create table facts.fct_observation (kind varchar, code_system varchar, code varchar, value_code varchar, value_text varchar,
                    observed_date date, person_key bigint default 1, bucket integer);
                create table person_link as select 1::bigint as record_key, 1::bigint as person_key;
                create table stg_dose (dose_row_key bigint, cvx varchar);
                create table stg_observation (record_key bigint, dose_row_key bigint, kind varchar, value_code varchar, observed_date date)
                """);
            if (observation != "")
                connection.Execute($"insert into facts.fct_observation (kind, code_system, code, value_code, value_text, observed_date) values {observation}; update facts.fct_observation set bucket = bucket_of(person_key)");
            if (reaction != "")
                connection.Execute($"insert into stg_observation values {reaction}; insert into stg_dose values {given}");
            var options = new BuildOptions(folder, AsOf, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), Threads: 1);
            EvaluationStep.Create().Run(new BuildContext(options, new Lake(folder, []), database, connection));
            return connection.QueryRows("select vaccine_group::varchar, series_type::varchar, status::varchar, earliest_date from facts.fct_forecast").ToDictionary(
                row => ((string)row[0]!, (string)row[1]!), row => ((string)row[2]!, (DateOnly?)row[3]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
