namespace RegistryAnalytics.Tests.Warehouse.Sql;

/// <summary>No model holds every row of one table that grows with the persons against every row of another: a small state would be built, a large one never.</summary>
[Trait("kind", "sql")]
public class PlanTests(PlanTests.Shared shared) : IClassFixture<PlanTests.Shared>
{
    /// <summary>Joins without an equality that are known to stay small, by model and by what is joined.</summary>
    static readonly Dictionary<string, string> Small = new(StringComparer.Ordinal)
    {
        ["population_cell: CROSS_PRODUCT of dim_person with dim_person on nothing"] = "counties with the sexes, races and ethnicities that there are",
    };

    [Fact]
    public void No_model_joins_row_by_row_what_grows_with_the_persons()
    {
        Assert.True(shared.Models.Count > 140, $"only {shared.Models.Count} models were planned");
        var wrong = shared.Found.Where(found => !Small.ContainsKey(found)).ToList();
        Assert.True(wrong.Count == 0, "Every row of one input is held against every row of the other. Join by an equality, with conditions on one side inside it:\n" + string.Join('\n', wrong));
        Assert.Empty(Small.Keys.Except(shared.Found)); // known and gone: take it off the list
    }

    [Fact]
    public void Nor_does_a_query_of_linking()
    {
        var queries = LinkingQueries();
        Assert.True(queries.Count > 12, $"only {queries.Count} queries of linking were found");
        shared.Build.Connection.Execute($"create or replace table sample_pair as {queries["sample_pairs"]}; create or replace table judged_line (line integer, record_a bigint, record_b bigint)");
        var wrong = queries.SelectMany(query => Growth.RowByRow(shared.Build.Explain(query.Value)).Select(found => $"{query.Key}: {found}")).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>The files of linkage/sql as the program holds them; the two that are bound are given a range of persons.</summary>
    static Dictionary<string, string> LinkingQueries()
    {
        const string before = "linkage.", after = ".sql";
        var assembly = typeof(RegistryAnalytics.Warehouse.Linkage.PersonLinks).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(before, StringComparison.Ordinal) && name.EndsWith(after, StringComparison.Ordinal)).ToDictionary(name => name[before.Length..^after.Length], name =>
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return text.ReadToEnd().Replace("$1", "1", StringComparison.Ordinal).Replace("$2", "1000000", StringComparison.Ordinal);
        }, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("select 1 from link_history as a join link_history as b on a.record_key < b.record_key")]
    [InlineData("select 1 from msr_cis as a left join plan_member_line as b on b.member_key = a.unit_key and a.indicator <> 'mmr'")]
    [InlineData("select 1 from msr_cis as a full join plan_member_line as b on b.member_key = a.unit_key and (a.indicator <> 'mmr' or b.product_line is null)")]
    [InlineData("select 1 from fct_dose as a join fct_dose as b on a.person_key = b.person_key or a.lot = b.lot")]
    [InlineData("select 1 from fct_dose as a join dim_person as b on a.admin_date < b.birth_date")]
    [InlineData("select 1 from fct_dose as a join dim_person as b on a.admin_date between b.birth_date and b.death_date")]
    [InlineData("select 1 from dim_person as a cross join (select distinct lot from fct_dose) as b")]
    [InlineData("with a as materialized (select * from fct_dose), b as (select max(admin_date) as day, person_key from a group by person_key) select 1 from b join a on a.admin_date > b.day")]
    [InlineData("select 1 from dim_person as a where exists (select 1 from fct_dose as b where b.admin_date < a.birth_date)")]
    public void Such_a_join_is_found(string sql) => Assert.NotEmpty(Growth.RowByRow(shared.Build.Explain(sql)));

    [Theory]
    [InlineData("select 1 from msr_cis as a left join plan_member_line as b on b.member_key = case when a.indicator <> 'mmr' then a.unit_key end")]
    [InlineData("select 1 from fct_dose as a left join dim_person as b on a.person_key = b.person_key and b.birth_date > a.admin_date and not b.is_deceased")]
    [InlineData("select 1 from fct_dose as a cross join (select max(admin_date) as day from fct_dose) as b where a.admin_date < b.day")]
    [InlineData("select 1 from fct_dose as a left join code_age_band as b on month(a.admin_date) > cast(b.from_months as integer)")]
    [InlineData("select 1 from fct_dose as a cross join dim_practice as b cross join (values (1), (2)) as c")]
    [InlineData("select 1 from dim_person as a where exists (select 1 from fct_dose as b where b.person_key = a.person_key and b.admin_date < a.birth_date)")]
    public void Others_are_let_pass(string sql) => Assert.Empty(Growth.RowByRow(shared.Build.Explain(sql)));

    /// <summary>All models planned once.</summary>
    public sealed class Shared : IDisposable
    {
        public Shared() => Build.Make((model, plan) =>
        {
            Models.Add(model.Name);
            foreach (var found in Growth.RowByRow(plan)) Found.Add($"{model.Name}: {found}");
        });

        internal EmptyBuild Build { get; } = new();
        internal HashSet<string> Models { get; } = [];
        internal HashSet<string> Found { get; } = [];

        public void Dispose() => Build.Dispose();
    }
}
