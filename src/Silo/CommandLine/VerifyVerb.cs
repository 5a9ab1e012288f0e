using System.CommandLine;
using Billing.Grains.Maintenance;
using Billing.Grains.Payments;
using Billing.Silo.Configuration;
using Billing.StripeSimulator;
using Microsoft.Extensions.Logging.Abstractions;

namespace Billing.Silo.CommandLine;

internal static class VerifyVerb
{
    public static Option<bool> WithoutProvider { get; } = new("--without-provider") { Description = "Does not ask the payment provider what it took." };

    /// <returns>0 where all is well, 1 where something was found. Where the database or the provider does not answer, what it throws ends as 2.</returns>
    public static async Task<int> RunAsync(ParseResult result, string[] rest)
    {
        await using var archive = await Archive.ReadAsync(rest);
        var stripe = result.GetValue(WithoutProvider) ? null : archive.Configuration.ReadStripe();
        await using var simulator = stripe is null ? null : await SimulatorAsync(archive.Configuration, stripe);
        using var provider = stripe is null ? null : new StripePaymentProvider(stripe, TimeProvider.System, NullLogger<StripePaymentProvider>.Instance);
        var found = 0;
        await foreach (var finding in new Verifier(archive.Database, archive.Journal, archive.Replay, provider, provider, archive.Deployment).RunAsync(new Progress("Verified").Tell))
        {
            found++;
            Console.WriteLine($"{finding.Stream}: {finding.Problem}");
        }

        Console.WriteLine(found == 0
            ? $"{archive.Place} is sound{(stripe is null ? "; the payment provider was not asked" : " and agrees with the payment provider")}."
            : $"{found} finding{(found == 1 ? "" : "s")} in {archive.Place}.");
        return found == 0 ? 0 : 1;
    }

    /// <summary>Where a service is at work in Development, its simulator has the file, and is the one to be asked.</summary>
    private static async Task<StripeSimulatorHost?> SimulatorAsync(SiloConfiguration configuration, StripeOptions stripe)
    {
        try
        {
            return await Hosting.Service.StartSimulatorAsync(configuration, stripe, anyPort: true);
        }
        catch (IOException)
        {
            stripe.ApiBase = configuration.SimulatorUrl.ToString().TrimEnd('/');
            Console.Error.WriteLine($"A service has the simulator's file: the one at {stripe.ApiBase} is asked (Simulator:Url).");
            return null;
        }
    }
}
