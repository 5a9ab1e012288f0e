using Billing.Api.Errors;
using Billing.Api.Paging;
using Billing.Api.Tests.Host;

namespace Billing.Api.Tests.Paging;

public sealed class PagingTests
{
    private readonly CursorCodec cursors = new(new byte[32]);

    [Theory]
    [InlineData("1")]
    [InlineData("9223372036854775807")]
    [InlineData("org_ä")]
    [InlineData("")]
    public void A_cursor_is_read_back(string key) => Assert.Equal(key, cursors.Decode("list", cursors.Encode("list", key)));

    [Fact]
    public void A_cursor_belongs_to_one_list_and_one_deployment()
    {
        var cursor = cursors.Encode("org_1/invoices", "5");
        Assert.Throws<BadInputException>(() => cursors.Decode("org_2/invoices", cursor));
        Assert.Throws<BadInputException>(() => new CursorCodec(new byte[] { 1, 2, 3 }).Decode("org_1/invoices", cursor));
        for (var index = 0; index < cursor.Length; index++)
        {
            var changed = cursor[..index] + (cursor[index] == 'A' ? 'B' : 'A') + cursor[(index + 1)..];
            Assert.Throws<BadInputException>(() => cursors.Decode("org_1/invoices", changed));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("AQ")]
    [InlineData("not a cursor!")]
    public void Nonsense_is_no_cursor(string text) => Assert.Throws<BadInputException>(() => cursors.Decode("list", text));

    [Fact]
    public void Nonsense_of_any_length_is_no_cursor() =>
        Assert.All(Enumerable.Range(0, 600), length => Assert.Throws<BadInputException>(() => cursors.Decode("list", new string('A', length))));

    [Fact]
    public async Task Pages_follow_each_other()
    {
        await using var gateway = await TestGateway.StartAsync();
        const string Document = "query($a: String) { organizations(first: 1, after: $a) { nodes { id } edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }";
        var first = (await gateway.AskAsync(Document)).GetProperty("data").GetProperty("organizations");
        Assert.Equal("org_1", first.GetProperty("nodes")[0].GetProperty("id").GetString());
        Assert.True(first.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
        Assert.Equal(2, first.GetProperty("totalCount").GetInt32());
        var end = first.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        var second = (await gateway.AskAsync(Document, new { a = end })).GetProperty("data").GetProperty("organizations");
        Assert.Equal("org_2", second.GetProperty("nodes")[0].GetProperty("id").GetString());
        Assert.False(second.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
        Assert.True(second.GetProperty("pageInfo").GetProperty("hasPreviousPage").GetBoolean());
    }

    [Theory]
    [InlineData("first: 0")]
    [InlineData("first: 101")]
    [InlineData("first: -1")]
    [InlineData("after: \"x\"")]
    public async Task Bad_pages_are_refused(string arguments)
    {
        await using var gateway = await TestGateway.StartAsync();
        Assert.Equal("BAD_USER_INPUT", (await gateway.AskAsync($"{{ organizations({arguments}) {{ totalCount }} }}")).FirstCode());
    }
}
