namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Fellegi–Sunter: levels to bits.</summary>
/// <remarks>Weight of a level = log2(m/u), with u of an agreeing value its own frequency; score = prior bits + sum of weights.</remarks>
public sealed class PairScorer
{
    const int Stride = 16;
    readonly float[] ratio = new float[PairFields.Count * Stride];
    readonly float[] scale = new float[PairFields.Count * Stride];
    readonly float[] mean = new float[PairFields.Count * Stride];
    readonly float prior, householdCap, localityAfterAddress;

    /// <param name="model">Parameters.</param>
    /// <param name="records">Records in the file: the prior odds of a pair fall with it.</param>
    public PairScorer(LinkModel model, int records)
    {
        prior = (float)model.PriorBits(records);
        householdCap = (float)model.HouseholdCap;
        localityAfterAddress = (float)model.LocalityAfterAddress;
        for (var field = 0; field < PairFields.Count; field++)
        {
            var levels = model.Fields[field].Levels;
            for (var level = 0; level < levels.Count; level++)
            {
                ratio[field * Stride + level + 1] = (float)Math.Log2(Math.Max(1e-6, levels[level].M) / Math.Max(1e-7, levels[level].U));
                scale[field * Stride + level + 1] = (float)levels[level].Tf;
                // Whole strength: the value's own frequency stands for u. Half strength: how much rarer than usual the value is.
                mean[field * Stride + level + 1] = -(float)Math.Log2(Math.Max(1e-6, levels[levels[level].Tf >= 1 ? level : 0].U));
            }
        }
    }

    /// <summary>Bits of a pair; also each field's share, so that the shares and the prior add up to it.</summary>
    public float Score(ReadOnlySpan<byte> levels, ReadOnlySpan<float> bits, Span<float> weights)
    {
        float sum = prior, household = 0;
        for (var field = 0; field < PairFields.Count; field++)
        {
            var level = levels[field];
            if (level == 0) { weights[field] = 0; continue; }
            var at = field * Stride + level;
            var weight = ratio[at];
            if (scale[at] != 0 && bits[field] != 0) weight += scale[at] * (bits[field] - mean[at]);
            weight = Math.Clamp(weight, -14f, 18f);
            // Agreement on a value never counts against a pair, however common the value.
            if (weight < 0 && (level == 1 || scale[at] >= 1)) weight = 0;
            if (field == (int)PairField.Locality && weight > 0 && levels[(int)PairField.Address] is AddressLevel.Same or AddressLevel.Close) weight *= localityAfterAddress;
            weights[field] = weight;
            if (PairFields.OfHousehold[field] && weight > 0) household += weight;
            else sum += weight;
        }
        if (household <= householdCap) return sum + household;
        var share = householdCap / household;
        for (var field = 0; field < PairFields.Count; field++)
            if (PairFields.OfHousehold[field] && weights[field] > 0) weights[field] *= share;
        return sum + householdCap;
    }

    /// <summary>Probability of a score.</summary>
    /// <returns>0–1.</returns>
    public static double Probability(double score) => 1 / (1 + Math.Pow(2, -score));
}
