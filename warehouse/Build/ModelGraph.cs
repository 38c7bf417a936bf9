namespace RegistryAnalytics.Warehouse.Build;

/// <summary>The models in an order in which each comes after what it reads.</summary>
public static class ModelGraph
{
    /// <summary>Reads every model of a folder with <c>models/{staging,warehouse,measures,marts}</c> and <c>checks</c>.</summary>
    /// <param name="folder">The warehouse content folder of the program.</param>
    /// <exception cref="InvalidDataException">A model is malformed, reads a layer above its own or a part of measures from above them, or two read each other.</exception>
    public static IReadOnlyList<Model> Load(string folder, IEnumerable<Model>? steps = null)
    {
        var models = new List<Model>(steps ?? []);
        foreach (var (layer, path) in new[]
        {
            (Layer.Staging, "models/staging"), (Layer.Warehouse, "models/warehouse"), (Layer.Measures, "models/measures"),
            (Layer.Marts, "models/marts"), (Layer.Checks, "checks"),
        })
        {
            var files = Directory.GetFiles(Path.Combine(folder, path), "*.sql");
            Array.Sort(files, StringComparer.Ordinal);
            models.AddRange(files.Select(file => Model.Parse(Path.GetFileNameWithoutExtension(file), layer, File.ReadAllText(file))));
        }
        return Order(models);
    }

    /// <summary>What a measure reads of its own layer, itself or through another part, in the order to make them.</summary>
    public static IReadOnlyList<Model> Parts(IReadOnlyList<Model> ordered, Model measure)
    {
        var wanted = new HashSet<string>(measure.Reads, StringComparer.Ordinal);
        var parts = new List<Model>();
        foreach (var model in ordered.Reverse())
        {
            if (model.Layer is not Layer.Measures || model == measure || !wanted.Contains(model.Name)) continue;
            if (model.Name.StartsWith("msr_", StringComparison.Ordinal))
                throw new InvalidDataException($"Measure {measure.Name} reads measure {model.Name}. A measure reads parts; what both need becomes a part.");
            parts.Add(model);
            wanted.UnionWith(model.Reads);
        }
        parts.Reverse();
        return parts;
    }

    /// <summary>Orders models by the names that they mention; ties by layer, then name.</summary>
    public static IReadOnlyList<Model> Order(IReadOnlyCollection<Model> models)
    {
        var byName = new Dictionary<string, Model>(StringComparer.Ordinal);
        foreach (var model in models)
            foreach (var made in model.Makes)
                if (!byName.TryAdd(made, model))
                    throw new InvalidDataException($"Two models make {made}; names are unique over all layers.");

        var ordered = new List<Model>(models.Count);
        var state = new Dictionary<string, bool>(StringComparer.Ordinal); // false: being visited, true: done
        foreach (var model in models.OrderBy(model => model.Layer).ThenBy(model => model.Name, StringComparer.Ordinal)) Visit(model, []);
        return ordered;

        void Visit(Model model, List<string> path)
        {
            if (state.TryGetValue(model.Name, out var done))
            {
                if (done) return;
                throw new InvalidDataException($"Models read each other in a ring: {string.Join(" → ", path)} → {model.Name}.");
            }
            state[model.Name] = false;
            path.Add(model.Name);
            foreach (var name in model.Reads.Order(StringComparer.Ordinal))
            {
                if (model.Makes.Contains(name) || !byName.TryGetValue(name, out var read)) continue;
                if (read.Layer > model.Layer)
                    throw new InvalidDataException(
                        $"Model {model.Name} ({model.Layer}) reads {read.Name} ({read.Layer}). Layers only look down: move one of them.");
                if (read.Layer is Layer.Measures && model.Layer > Layer.Measures && !read.Name.StartsWith("msr_", StringComparison.Ordinal))
                    throw new InvalidDataException($"Model {model.Name} reads {read.Name}, a part that each measure and period makes anew. What models above measures need belongs to the warehouse.");
                Visit(read, path);
            }
            path.RemoveAt(path.Count - 1);
            state[model.Name] = true;
            ordered.Add(model);
        }
    }
}
