using System.Text.Json.Nodes;
using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Authority;

/// <summary>The service with an OpenID Connect provider beside its own key.</summary>
public sealed class AuthorityTests
{
    private const string Viewer = "{ viewer { id role } }";

    [Fact]
    public async Task Tokens_of_a_real_issuer_are_good_beside_the_own_key_and_its_keys_may_change()
    {
        using var issuer = await IssuerProcess.StartAsync();
        await using var billing = await BillingProcess.StartAsync($"--Billing:Auth:Authority={issuer.Address}", "--Billing:Auth:Audience=billing");
        Assert.Equal("STAFF", await RoleAsync(billing, await issuer.TokenAsync("ann")));
        Assert.Equal("SERVICE", await RoleAsync(billing, await issuer.TokenAsync("meter")));
        Assert.Equal("STAFF", await RoleAsync(billing, billing.StaffToken));
        Assert.Equal("UNAUTHENTICATED", await RoleAsync(billing, await issuer.TokenAsync("nobody")));
        Assert.Equal("UNAUTHENTICATED", await RoleAsync(billing, await issuer.TokenAsync("ann", audience: "elsewhere")));

        var before = await issuer.TokenAsync("ann");
        await issuer.RotateKeysAsync();
        var after = await issuer.TokenAsync("ann");
        for (var tries = 0; await RoleAsync(billing, after) != "STAFF"; tries++)
        {
            // The keys are fetched beside the call that lacked one, so a later call finds it.
            Assert.True(tries < 1_000, "The new key was never fetched.");
        }
        Assert.NotEqual(before, after);
    }

    /// <returns>The caller's role, or the code of the refusal.</returns>
    private static async Task<string?> RoleAsync(BillingProcess billing, string token)
    {
        using var client = new GraphQLClient(billing.Address, token);
        var answer = await client.PostAsync(Viewer);
        return (string?)(answer["errors"] is JsonArray errors ? errors[0]!["extensions"]!["code"] : answer["data"]!["viewer"]!["role"]);
    }
}
