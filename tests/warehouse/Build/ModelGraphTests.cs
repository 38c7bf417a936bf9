using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Tests.Warehouse.Build;

public class ModelGraphTests
{
    const string Header = "-- title: a\n-- grain: one row\n";

    static Model Sql(string name, Layer layer, string sql) => Model.Parse(name, layer, Header + sql);

    [Fact]
    public void A_model_comes_after_what_it_mentions()
    {
        var order = ModelGraph.Order([
            Sql("fct_b", Layer.Warehouse, "select * from fct_c"), Sql("fct_c", Layer.Warehouse, "select * from stg_a"),
            Sql("stg_a", Layer.Staging, "select 1 as x")]);
        Assert.Equal(["stg_a", "fct_c", "fct_b"], order.Select(model => model.Name));
    }

    [Fact]
    public void A_name_inside_a_comment_or_a_text_is_not_read()
    {
        var model = Sql("fct_b", Layer.Warehouse, "select 'fct_c' as x -- fct_d\nfrom stg_a");
        Assert.Contains("stg_a", model.Reads);
        Assert.DoesNotContain("fct_c", model.Reads);
        Assert.DoesNotContain("fct_d", model.Reads);
    }

    [Fact]
    public void A_model_that_looks_up_is_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => ModelGraph.Order([
            Sql("stg_a", Layer.Staging, "select * from fct_b"), Sql("fct_b", Layer.Warehouse, "select 1 as x")]));
        Assert.Contains("Layers only look down", error.Message);
    }

    [Fact]
    public void A_mart_that_reads_a_part_of_measures_is_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => ModelGraph.Order([
            Sql("agg_a", Layer.Marts, "select * from rule_unit"), Sql("rule_unit", Layer.Measures, "select 1 as x")]));
        Assert.Contains("belongs to the warehouse", error.Message);
    }

    [Fact]
    public void A_mart_may_read_a_measure() =>
        Assert.Equal(["msr_a", "agg_a"], ModelGraph.Order([Sql("agg_a", Layer.Marts, "select * from msr_a"), Sql("msr_a", Layer.Measures, "select 1 as x")]).Select(model => model.Name));

    [Fact]
    public void A_ring_is_refused_with_its_path()
    {
        var error = Assert.Throws<InvalidDataException>(() => ModelGraph.Order([
            Sql("fct_a", Layer.Warehouse, "select * from fct_b"), Sql("fct_b", Layer.Warehouse, "select * from fct_a")]));
        Assert.Contains("fct_a → fct_b → fct_a", error.Message);
    }

    [Fact]
    public void Two_models_of_one_name_are_refused() =>
        Assert.Throws<InvalidDataException>(() => ModelGraph.Order([
            Sql("fct_a", Layer.Warehouse, "select 1 as x"), Sql("fct_a", Layer.Marts, "select 2 as x")]));

    [Fact]
    public void What_a_step_makes_is_made_before_it_is_read()
    {
        var step = NativeStep.Of("step_z", Layer.Warehouse, "z", ["stg_a"], ["fct_made"], _ => { }).Model;
        var order = ModelGraph.Order([
            Sql("fct_a", Layer.Warehouse, "select * from fct_made"), step, Sql("stg_a", Layer.Staging, "select 1 as x")]);
        Assert.Equal(["stg_a", "step_z", "fct_a"], order.Select(model => model.Name));
    }

    [Fact]
    public void A_header_without_grain_and_a_second_statement_are_refused()
    {
        Assert.Contains("-- grain:", Assert.Throws<InvalidDataException>(() => Model.Parse("a", Layer.Staging, "-- title: x\nselect 1")).Message);
        Assert.Contains("more than one statement", Assert.Throws<InvalidDataException>(() => Sql("a", Layer.Staging, "select 1; select 2")).Message);
    }

    [Fact]
    public void Header_lines_continue_until_the_next_key()
    {
        var model = Model.Parse("a", Layer.Staging, "-- title:    one\n--           two\n-- grain: g\n\nselect 1;\n");
        Assert.Equal("one two", model["title"]);
        Assert.DoesNotContain(';', model.Sql);
    }

    [Fact]
    public void The_shipped_models_are_in_order_and_look_only_down() => Assert.NotEmpty(ModelGraph.Load(Content.Folder));
}
