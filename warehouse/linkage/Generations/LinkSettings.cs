namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>How many practices may answer for one person at a time.</summary>
public enum PracticePolicy
{
    /// <summary>The newest medical home alone; earlier ones are gone elsewhere.</summary>
    OneToOne,
    /// <summary>Every practice that has not said otherwise.</summary>
    OneToMany,
}

/// <summary>What becomes of two standing persons that a newer record shows to be one.</summary>
public enum BridgePolicy
{
    /// <summary>Their merge is proposed; a reviewer decides.</summary>
    Propose,
    /// <summary>They are merged where the pair is clearly strong and every guard holds, else their merge is proposed. Each merge is listed and can be taken back.</summary>
    Merge,
}

/// <summary>A registry's own settings of linking, in <c>settings/linkage.csv</c> of the data folder: <c>name,value</c> a line.</summary>
public sealed record LinkSettings(PracticePolicy PracticePolicy = PracticePolicy.OneToOne, BridgePolicy Bridges = BridgePolicy.Propose)
{
    /// <summary>The settings file of a data folder; it need not exist.</summary>
    public static string File(string dataFolder) => Path.Combine(dataFolder, "settings", "linkage.csv");

    /// <summary>As SQL and the build's information name the policy.</summary>
    public string PracticePolicyName => PracticePolicy == PracticePolicy.OneToMany ? "one_to_many" : "one_to_one";

    /// <summary>Reads the settings; the defaults where there is no file.</summary>
    /// <exception cref="InvalidDataException">A name or value is not known; the message says the line.</exception>
    public static LinkSettings Read(string dataFolder)
    {
        var settings = new LinkSettings();
        var path = File(dataFolder);
        if (!System.IO.File.Exists(path)) return settings;
        var number = 0;
        foreach (var line in System.IO.File.ReadLines(path))
        {
            number++;
            if (line.Trim() is "" or "name,value" || line.StartsWith('#')) continue;
            settings = line.Split(',', StringSplitOptions.TrimEntries) switch
            {
                ["practice_policy", "one_to_one"] => settings with { PracticePolicy = PracticePolicy.OneToOne },
                ["practice_policy", "one_to_many"] => settings with { PracticePolicy = PracticePolicy.OneToMany },
                ["bridges", "propose"] => settings with { Bridges = BridgePolicy.Propose },
                ["bridges", "merge"] => settings with { Bridges = BridgePolicy.Merge },
                _ => throw new InvalidDataException($"Reading {path}, line {number}: known are practice_policy with one_to_one or one_to_many and bridges with propose or merge. Mend the line or remove it."),
            };
        }
        return settings;
    }
}
