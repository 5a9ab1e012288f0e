using Billing.Api.Documents;

namespace Billing.Api.Tests.Documents;

public sealed class BoundedCacheTests
{
    [Fact]
    public void D8_the_cache_stays_within_its_bytes_and_keeps_what_is_used()
    {
        var cache = new BoundedCache<string>(100_000);
        cache.Add("often", "value", 500);
        for (var number = 0; number < 10_000; number++)
        {
            cache.Add($"once{number}", "value", 500);
            Assert.NotNull(cache.Find("often"));
        }
        Assert.InRange(cache.Count, 50, 200);
        Assert.Null(cache.Find("once1"));
    }

    [Fact]
    public void A_value_as_large_as_the_cache_is_not_kept()
    {
        var cache = new BoundedCache<string>(100_000);
        cache.Add("large", "value", 50_000);
        Assert.Equal(0, cache.Count);
    }
}
