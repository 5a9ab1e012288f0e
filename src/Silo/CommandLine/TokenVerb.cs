using System.CommandLine;
using Billing.Api.Security;
using NodaTime;

namespace Billing.Silo.CommandLine;

internal static class TokenVerb
{
    public static Option<Role> Role { get; } = new("--role") { Description = "USER, STAFF or SERVICE.", Required = true };

    public static Option<string> Subject { get; } = new("--subject") { Description = "A member's id, or staff's or a service's own.", Required = true };

    public static Option<int> Hours { get; } = new("--hours") { Description = "How long it is good.", DefaultValueFactory = _ => 12 };

    public static Task<int> RunAsync(ParseResult result, string[] rest)
    {
        var configuration = Builders.Configuration(rest);
        var mint = new TokenMint(configuration.ReadAuth().RequireSigningKey(), SystemClock.Instance);
        Console.WriteLine(mint.Mint(new(result.GetValue(Subject)!, result.GetValue(Role)), Duration.FromHours(Math.Max(1, result.GetValue(Hours)))));
        return Task.FromResult(0);
    }
}
