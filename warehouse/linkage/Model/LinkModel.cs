using System.Text.Json;
using System.Text.Json.Serialization;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>One level of a compared field.</summary>
/// <param name="Name">As in the explanation.</param>
/// <param name="M">Share of pairs of one person that are at this level, of those where both sides tell the field; 0–1.</param>
/// <param name="U">The same share among pairs of two persons; 0–1.</param>
/// <param name="Tf">How much the rarity of the agreeing value counts: 1 wholly, 0.5 half, 0 not.</param>
/// <param name="Rank">Levels of rank 1, 2, 3 … must weigh ever less; 0 = stands outside the order.</param>
public sealed record LevelModel(string Name, double M, double U, double Tf = 0, int Rank = 0);

/// <summary>One compared field: its levels from 1 on (level 0, not told, weighs nothing).</summary>
public sealed record FieldModel(string Name, IReadOnlyList<LevelModel> Levels);

/// <summary>The parameters of linking, a versioned file.</summary>
/// <param name="Version">Changes with every change of a number below.</param>
/// <param name="MatchesPerRecord">Pairs of one person expected, per record.</param>
/// <param name="LinkThreshold">Bits from which on a pair is linked.</param>
/// <param name="ReviewThreshold">Bits from which on a pair waits for a person.</param>
/// <param name="BridgeBits">Bits beyond the link threshold for the only edge between two groups of two or more.</param>
/// <param name="NeverThreshold">A pair below keeps two groups apart.</param>
/// <param name="HouseholdCap">Most bits that what a household shares may add.</param>
/// <param name="LocalityAfterAddress">Share of the place's weight that counts where the house agrees; 0–1.</param>
/// <param name="LargestCluster">More records than this never become one person without a reviewer.</param>
public sealed record LinkModel(
    string Version, double MatchesPerRecord, double LinkThreshold, double ReviewThreshold, double BridgeBits, double NeverThreshold,
    double HouseholdCap, double LocalityAfterAddress, int LargestCluster, IReadOnlyList<FieldModel> Fields)
{
    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NumberHandling = JsonNumberHandling.Strict };

    /// <summary>Records that any file is taken to stand for: two records alone say nothing about how often two are one person.</summary>
    public const int FewestRecords = 250;

    /// <summary>The model that ships.</summary>
    public static LinkModel Shipped { get; } = Read(LinkData.Text("model.json"));

    /// <summary>Reads a model file.</summary>
    /// <exception cref="InvalidDataException">The text is not a model, or a field or level is missing or in the wrong order.</exception>
    public static LinkModel Read(string json)
    {
        var model = JsonSerializer.Deserialize<LinkModel>(json, Json) ?? throw new InvalidDataException("Reading a linkage model: the file is empty.");
        if (!model.Fields.Select(field => field.Name).SequenceEqual(PairFields.Names))
            throw new InvalidDataException($"Reading linkage model {model.Version}: fields must be {string.Join(", ", PairFields.Names)}, in this order.");
        return model;
    }

    /// <summary>The model as a file.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>Prior bits: log2 of the odds that two records taken blindly are one person.</summary>
    /// <param name="records">Records in the file; a file of a few is taken as drawn from <see cref="FewestRecords"/>.</param>
    public double PriorBits(int records)
    {
        var share = Math.Min(0.5, 2 * MatchesPerRecord / Math.Max(FewestRecords, records - 1));
        return Math.Log2(share / (1 - share));
    }
}
