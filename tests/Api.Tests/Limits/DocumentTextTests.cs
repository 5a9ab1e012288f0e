using Billing.Api.Errors;
using Billing.Api.Limits;
using Billing.Api.Tests.Host;
using CsCheck;
using GraphQL.Execution;
using GraphQLParser.Visitors;

namespace Billing.Api.Tests.Limits;

public sealed class DocumentTextTests
{
    private static readonly GatewayLimits Limits = new();

    private static readonly string[] Pieces =
    [
        "a ", "b,", "\uFEFF,", "hello(name: \"x y\") ", "hello(name: \"\"\"block\n  string # no comment\"\"\")\n", "# a comment, \"quoted\"\n", "\t\r\n", "alias: hello ", "x:hello ", "a{b}c{d} ",
        "first(n:-1.5e3)", "deep { er { est } } ", "          ",
    ];

    [Fact]
    public void A_short_text_is_left_as_it_is()
    {
        const string Text = "# greets\n{ hello }";
        Assert.Equal(new(Text, true), DocumentText.Of(Text, Limits));
    }

    [Fact]
    public void A_long_text_means_the_same_on_short_lines() => Gen.Select(Gen.Int[0, Pieces.Length - 1].Array[1, 60], Gen.Int[1_000, 20_000], Gen.Bool).Sample((pieces, blanks, atEnd) =>
    {
        var pad = new string(' ', blanks);
        var text = "{ x " + (atEnd ? "" : pad) + string.Concat(pieces.Select(piece => Pieces[piece])) + (atEnd ? pad : "") + " }";

        var shortened = DocumentText.Of(text, Limits);

        Assert.False(shortened.KeepsPlaces);
        Assert.Equal(Printed(text), Printed(shortened.Text));
        Assert.All(shortened.Text.Split('\n'), line => Assert.True(line.Length < 1_200));
        Assert.True(shortened.Text.Length < text.Length);
    }, iter: 300);

    [Fact]
    public void What_lies_between_tokens_is_free_and_tokens_are_bounded()
    {
        Assert.Equal("{ hello }", DocumentText.Of("{ hello }" + new string(' ', 200_000), Limits).Text);
        Assert.Equal("{ hello(name:1a) }", DocumentText.Of("{\t hello(name:1a)\n }" + new string(' ', 2_000), Limits).Text);
        Assert.Equal(" { hello }", DocumentText.Of("#" + new string('x', 200_000) + "\n{ hello }", Limits).Text);
        Assert.Throws<TooComplexException>(() => DocumentText.Of("{ hello(name: \"" + new string('x', 5_000) + "\") }", Limits));
        Assert.Throws<TooComplexException>(() => DocumentText.Of(string.Concat(Enumerable.Repeat("\"" + new string('x', 3_000) + "\"", 30)), Limits));
    }

    [Fact]
    public async Task Errors_of_a_long_text_are_told_without_a_place_and_those_of_a_short_one_with()
    {
        await using var gateway = await TestGateway.StartAsync();
        foreach (var wrong in new[] { "{ nothing }", "{ hello " })
        {
            Assert.True((await gateway.AskAsync(wrong)).GetProperty("errors")[0].TryGetProperty("locations", out _));
            var answer = await gateway.AskAsync(new string(' ', 2_000) + wrong);
            Assert.Equal("BAD_USER_INPUT", answer.FirstCode());
            Assert.False(answer.GetProperty("errors")[0].TryGetProperty("locations", out _));
        }
    }

    private static string Printed(string text) => new SDLPrinter().Print(new GraphQLDocumentBuilder().Build(text));
}
