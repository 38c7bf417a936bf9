using System.Text.Json;

namespace RegistryAnalytics.Tests.Warehouse.Sql;

/// <summary>An operator of a query plan with what it says of itself and its inputs, the left one first.</summary>
sealed record Plan(string Operator, IReadOnlyDictionary<string, string> Info, IReadOnlyList<Plan> Inputs)
{
    internal static Plan Read(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 512 }); // an operator is two levels
        return Read(document.RootElement[0]);
    }

    static Plan Read(JsonElement element)
    {
        var name = element.GetProperty("name").GetString()!.Trim();
        return new Plan(
            name,
            element.GetProperty("extra_info").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.ToString()),
            Whole(name, element.GetProperty("children").EnumerateArray().Select(Read).ToArray()));
    }

    // The join of a correlated part stands as the second input, with a mere mark for the outer rows, which are the first.
    static Plan[] Whole(string name, Plan[] inputs)
    {
        if (name is not ("LEFT_DELIM_JOIN" or "RIGHT_DELIM_JOIN")) return inputs;
        var joined = inputs[1].Inputs.ToArray();
        joined[name is "LEFT_DELIM_JOIN" ? 0 : 1] = inputs[0];
        return [inputs[0], inputs[1] with { Inputs = joined }, .. inputs[2..]];
    }
}
