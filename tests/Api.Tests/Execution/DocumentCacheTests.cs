using Billing.Api.Execution;
using Billing.Api.Limits;
using GraphQL.Execution;
using GraphQL.Types;

namespace Billing.Api.Tests.Execution;

public sealed class DocumentCacheTests
{
    private readonly ISchema schema = new GraphQL.Types.Schema { Query = new ObjectGraphType { Name = "Query" } };

    [Fact]
    public void D8_the_cache_stays_within_its_bytes_and_keeps_what_is_used()
    {
        var cache = new DocumentCache(100_000);
        cache.Add("{ often }", Prepared("{ often }"));
        for (var number = 0; number < 10_000; number++)
        {
            cache.Add($"{{ once{number} }}", Prepared($"{{ once{number} }}"));
            Assert.NotNull(cache.Find("{ often }"));
        }
        Assert.InRange(cache.Count, 50, 200);
        Assert.Null(cache.Find("{ once1 }"));
    }

    [Fact]
    public void A_document_as_large_as_the_cache_is_not_kept()
    {
        var cache = new DocumentCache(100_000);
        var text = "{ " + new string('a', 5_000) + " }";
        cache.Add(text, Prepared(text));
        Assert.Equal(0, cache.Count);
    }

    private PreparedDocument Prepared(string text) => new(text, new GraphQLDocumentBuilder().Build(text), schema, new GatewayLimits());
}
