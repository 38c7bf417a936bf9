using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Tests.Codes;

public class BucketTests
{
    [Fact]
    public void The_hash_is_the_published_SplitMix64_sequence()
    {
        // First outputs of SplitMix64 seeded with 0 (Vigna's reference code): state advances by the golden gamma.
        Assert.Equal(0xE220A8397B1DCDAFUL, Bucket.Mix(0));
        Assert.Equal(0x6E789E6AA1B965F4UL, Bucket.Mix(0x9E3779B97F4A7C15UL));
        Assert.Equal(0x06C45D188009454FUL, Bucket.Mix(unchecked(2 * 0x9E3779B97F4A7C15UL)));
    }

    [Fact]
    public void Keys_that_follow_each_other_fill_the_buckets_evenly()
    {
        var counts = new int[Bucket.Count];
        for (long key = 1; key <= 64_000; key++) counts[Bucket.Of(key << 24)]++;
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }
}
