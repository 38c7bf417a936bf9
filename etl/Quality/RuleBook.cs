using System.Reflection;

namespace RegistryAnalytics.Etl.Quality;

/// <summary>All rules: the static fields of type <see cref="Rule"/> of the families in this folder, ordered by id.</summary>
public static class RuleBook
{
    static readonly Rule[] all = Collect();

    public static IReadOnlyList<Rule> All => all;

    /// <summary>A rule by its id; null where there is none.</summary>
    public static Rule? Find(string id) => Array.Find(all, rule => rule.Id == id);

    static Rule[] Collect()
    {
        var rules = typeof(Rule).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(Rule).Namespace)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(Rule))
            .Select(field => (Rule)field.GetValue(null)!)
            .OrderBy(rule => rule.Id, StringComparer.Ordinal)
            .ToArray();
        for (var i = 0; i < rules.Length; i++)
        {
            if (i > 0 && rules[i].Id == rules[i - 1].Id)
                throw new InvalidOperationException($"Two rules are called {rules[i].Id}; give one of them another id.");
            rules[i].Index = i;
        }
        return rules;
    }
}
