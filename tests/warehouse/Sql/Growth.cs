namespace RegistryAnalytics.Tests.Warehouse.Sql;

/// <summary>Finds in a plan the joins that hold every row of one input against every row of another where both grow with the persons.</summary>
/// <remarks>
/// An input grows when a table that grows is scanned under it with nothing between that makes one row of it: an aggregate without
/// groups or a limit. A table grows unless it is named below, so a new one is taken to grow, and groups are taken to be as many as
/// the rows that they are made from. An equality in the condition makes a hash join whatever the sizes; the operators named here are
/// what DuckDB has for a condition without one. An equality that hardly divides (a sender, a year) is not seen.
/// </remarks>
static class Growth
{
    static readonly HashSet<string> Pairing = ["NESTED_LOOP_JOIN", "BLOCKWISE_NL_JOIN", "PIECEWISE_MERGE_JOIN", "IE_JOIN", "CROSS_PRODUCT", "POSITIONAL_JOIN"];
    static readonly HashSet<string> OneRow = ["UNGROUPED_AGGREGATE", "LIMIT", "STREAMING_LIMIT", "TOP_N", "DUMMY_SCAN", "EMPTY_RESULT"];

    /// <summary>Tables of sites, areas, codes, rules and days: a state of a million has no more of them than one of a thousand.</summary>
    static readonly HashSet<string> Steady =
    [
        "staged_practice", "staged_population", "staged_site_visit", "stg_practice", "stg_population", "stg_site_visit",
        "dim_consent_policy", "dim_date", "dim_geography", "dim_issue_rule", "dim_jurisdiction", "dim_manufacturer", "dim_practice", "dim_registry_status", "dim_sender", "dim_series_age",
        "dim_vaccine", "dim_vaccine_group", "fct_population", "fct_stock_event", "coverage_indicator", "quality_terms",
        "measure_version_in_force", "population_cell", "refuted_finding", "rule_in_force", "value_set_cvx", "link_estimate",
    ];

    internal static IEnumerable<string> RowByRow(Plan plan) => RowByRow(plan, new Dictionary<string, string?>());

    static IEnumerable<string> RowByRow(Plan plan, IReadOnlyDictionary<string, string?> named)
    {
        var within = With(plan, named);
        if (Pairing.Contains(plan.Operator) && Grows(plan.Inputs[0], within) is { } left && Grows(plan.Inputs[1], within) is { } right)
            yield return $"{plan.Operator} of {left} with {right} on {plan.Info.GetValueOrDefault("Conditions") ?? plan.Info.GetValueOrDefault("Condition") ?? "nothing"}";
        foreach (var input in plan.Inputs)
            foreach (var found in RowByRow(input, within))
                yield return found;
    }

    /// <summary>A table that grows and is scanned under a plan without an operator between that makes one row; null where none is.</summary>
    static string? Grows(Plan plan, IReadOnlyDictionary<string, string?> named)
    {
        if (OneRow.Contains(plan.Operator)) return null;
        var within = With(plan, named);
        return plan.Operator switch
        {
            "SEQ_SCAN" => Table(plan.Info["Table"].Split('.')[^1]),
            "CTE_SCAN" or "REC_CTE_SCAN" => named["cte " + plan.Info["CTE Index"]],
            "DELIM_SCAN" => named["delim " + plan.Info["Delim Index"]],
            "COLUMN_DATA_SCAN" => null, // written out in the query
            "CTE" => Grows(plan.Inputs[1], within),
            _ => plan.Inputs.Select(input => Grows(input, within)).FirstOrDefault(table => table is not null),
        };
    }

    static string? Table(string table) => Steady.Contains(table) || table.StartsWith("code_", StringComparison.Ordinal) ? null : table;

    // What operators below scan again, under the number that the plan gives it.
    static IReadOnlyDictionary<string, string?> With(Plan plan, IReadOnlyDictionary<string, string?> named)
    {
        var name = plan.Operator switch
        {
            "CTE" or "REC_CTE" => "cte " + plan.Info["Table Index"],
            "LEFT_DELIM_JOIN" or "RIGHT_DELIM_JOIN" => "delim " + plan.Info["Delim Index"],
            _ => null,
        };
        return name is null ? named : new Dictionary<string, string?>(named) { [name] = Grows(plan.Inputs[0], named) };
    }
}
