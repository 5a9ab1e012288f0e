using System.Text;
using Billing.Api.Limits;
using Billing.Api.Tests.Host;

namespace Billing.Api.Tests.Limits;

public sealed class LimitTests : IAsyncLifetime
{
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await TestGateway.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    public static TheoryData<string, string> Hostile() => new()
    {
        { "tokens", "{ " + string.Concat(Enumerable.Repeat("hello ", 4_000)) + "}" },
        { "depth", Nested("friends", 16) },
        { "fields", "{ organization(id: 1) { " + string.Concat(Enumerable.Repeat("name ", 300)) + "} }" },
        { "aliases", "{ organization(id: 1) { " + string.Concat(Enumerable.Range(0, 31).Select(number => $"a{number}: name ")) + "} }" },
        { "root", "{ " + string.Concat(Enumerable.Repeat("hello ", 21)) + "}" },
        { "root by fragment", "{ ...F ...F ...F } fragment F on Query { " + string.Concat(Enumerable.Repeat("hello ", 7)) + "}" },
        { "mutations", "mutation { " + string.Concat(Enumerable.Range(0, 6).Select(n => $"a{n}: buy(input: {{organizationId: 1}}) ")) + "}" },
        { "doubling fragments", Doubling(40) },
        { "unused fragment", "{ hello } fragment F on Query { " + string.Concat(Enumerable.Repeat("hello ", 301)) + "}" },
        { "introspection", "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }" },
        { "operations", string.Concat(Enumerable.Range(0, 51).Select(number => $"query Q{number} {{ hello }} ")) },
        { "cost", "{ organizations(first: 100) { nodes { " + string.Concat(Enumerable.Repeat("friends { name id } ", 60)) + "} } }" },
        { "parser depth", new string('{', 3_000) },
    };

    [Theory, MemberData(nameof(Hostile))]
    public async Task Hostile_documents_are_refused(string kind, string document)
    {
        var answer = await gateway.AskAsync(document);
        var expected = kind == "parser depth" ? "BAD_USER_INPUT" : "TOO_COMPLEX";
        Assert.Equal((kind, expected), (kind, answer.FirstCode()));
        Assert.False(answer.TryGetProperty("data", out _));
    }

    [Fact]
    public async Task A_fragment_that_spreads_itself_is_refused()
    {
        foreach (var document in new[] { "{ ...A } fragment A on Query { ...A }", "{ ...A } fragment A on Query { hello ...B } fragment B on Query { ...A }" })
        {
            var answer = await gateway.AskAsync(document);
            Assert.Equal("BAD_USER_INPUT", answer.FirstCode());
            Assert.Contains("spreads itself", answer.FirstMessage());
        }
    }

    [Theory]
    [InlineData("{ ... on Nowhere { a { b } } }")]
    [InlineData("{ ...F } fragment F on Nowhere { a { b } }")]
    [InlineData("{ ...Missing }")]
    [InlineData("{ ...F } fragment F on Query { hello } fragment F on Query { hello }")]
    [InlineData("subscription { a { b } }")]
    [InlineData("{ hello { a } }")]
    [InlineData("type A { b: String }")]
    [InlineData("fragment F on Query { hello }")]
    [InlineData("query A { hello } query A { hello }")]
    public async Task Wrong_documents_are_measured_without_harm(string document) =>
        Assert.Equal("BAD_USER_INPUT", (await gateway.AskAsync(document)).FirstCode());

    [Fact]
    public async Task Page_sizes_in_variables_and_defaults_count()
    {
        const string Document = "query($n: Int = 1) { organizations(first: $n) { nodes { friends { friends { friends { name id } } } } } }";
        Assert.Equal("TOO_COMPLEX", (await gateway.AskAsync(Document, new { n = 100 })).FirstCode());
        Assert.True((await gateway.AskAsync(Document)).TryGetProperty("data", out _));
        Assert.True((await gateway.AskAsync(Document, new { n = 2 })).TryGetProperty("data", out _));
        Assert.Equal("TOO_COMPLEX", (await gateway.AskAsync(Document.Replace("= 1", "= 100", StringComparison.Ordinal))).FirstCode());
    }

    [Fact]
    public async Task What_an_operation_costs_is_told_with_its_answer_and_with_its_refusal()
    {
        const string Document = "query($n: Int!) { organizations(first: $n) { nodes { friends { friends { friends { name id } } } } } }";
        var cost = (await gateway.AskAsync(Document, new { n = 2 })).GetProperty("extensions").GetProperty("cost");
        Assert.Equal((20_000, 566), (cost.GetProperty("limit").GetInt32(), cost.GetProperty("operation").GetInt32()));

        var refused = await gateway.AskAsync(Document, new { n = 100 });
        cost = refused.GetProperty("errors")[0].GetProperty("extensions").GetProperty("cost");
        Assert.Equal((20_000, 28_202), (cost.GetProperty("limit").GetInt32(), cost.GetProperty("operation").GetInt32()));
    }

    [Theory]
    [InlineData("spreads", 151)]
    [InlineData("fragments", 101)]
    [InlineData("directives", 61)]
    [InlineData("arguments", 501)]
    [InlineData("variables", 101)]
    public async Task Parts_that_validation_reports_one_by_one_are_bounded(string part, int count)
    {
        var document = part switch
        {
            "spreads" => "{ " + string.Concat(Enumerable.Range(0, count).Select(number => $"...F{number} ")) + "}",
            "fragments" => "{ hello } " + string.Concat(Enumerable.Range(0, count).Select(number => $"fragment F{number} on Query {{ hello }} ")),
            "directives" => "{ hello " + string.Concat(Enumerable.Repeat("@skip(if: false) ", count)) + "}",
            "arguments" => "{ hello(" + string.Concat(Enumerable.Range(0, count).Select(number => $"a{number}: 1 ")) + ") }",
            _ => "query(" + string.Concat(Enumerable.Range(0, count).Select(number => $"$a{number}: Int ")) + ") { hello }",
        };
        var answer = await gateway.AskAsync(document);
        Assert.Equal("TOO_COMPLEX", answer.FirstCode());
        Assert.Contains(part, answer.FirstMessage());
    }

    [Fact]
    public async Task The_usual_tools_introspection_passes()
    {
        var answer = await gateway.AskAsync(IntrospectionQuery.Text);
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        Assert.Equal("Query", answer.GetProperty("data").GetProperty("__schema").GetProperty("queryType").GetProperty("name").GetString());
    }

    [Fact]
    public async Task At_most_five_errors_are_returned()
    {
        var fields = string.Concat(Enumerable.Range(0, 20).Select(number => $"nothing{number} "));
        Assert.Equal(5, (await gateway.AskAsync("{ " + fields + "}")).GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public async Task An_operation_that_takes_too_long_is_ended()
    {
        var asking = gateway.AskAsync("{ stuck }");
        while (!asking.IsCompleted)
        {
            gateway.Time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }
        Assert.Equal("UNAVAILABLE", (await asking).FirstCode());
        Assert.Single(gateway.Log.Lines, line => line.Id.Id == 5102);
    }

    [Theory]
    [InlineData("{ a b c }", 5)]
    [InlineData("query Q($a: Int = -1.5e3) { a(b: $a) @x }", 21)]
    [InlineData("# { a b c\n{ a , , ,b }", 4)]
    [InlineData("{ a(b: \"x { y \\\" z\") }", 8)]
    [InlineData("{ a(b: \"\"\" x \" \\\"\"\" y \"\"\") }", 8)]
    [InlineData("{ ...A ... on B { c } }", 10)]
    [InlineData("", 0)]
    public void Tokens_are_counted_as_the_language_defines_them(string document, int tokens)
    {
        var reader = new TokenReader(document);
        var (count, read) = (0, 0);
        while (reader.MoveNext())
        {
            count += reader.IsToken ? 1 : 0;
            read += reader.Current.Length;
        }
        Assert.Equal((tokens, document.Length), (count, read));
    }

    private static string Nested(string field, int times)
    {
        var text = new StringBuilder("{ organization(id: 1) ");
        for (var level = 0; level < times; level++)
        {
            text.Append("{ ").Append(field).Append(' ');
        }
        return text.Append("{ id }").Append(' ').Append('}', times).Append('}').ToString();
    }

    private static string Doubling(int times)
    {
        var text = new StringBuilder("{ organization(id: 1) { ...F0 } }");
        for (var level = 0; level < times; level++)
        {
            text.Append(" fragment F").Append(level).Append(" on Organization { ...F").Append(level + 1).Append(" ...F").Append(level + 1).Append(" }");
        }
        return text.Append(" fragment F").Append(times).Append(" on Organization { name }").ToString();
    }
}
