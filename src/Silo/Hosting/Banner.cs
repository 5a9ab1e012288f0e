using Billing.Api.Security;
using NodaTime;

namespace Billing.Silo.Hosting;

/// <summary>What a newcomer reads after the start.</summary>
internal static class Banner
{
    private static readonly Duration TokenLife = Duration.FromHours(12);

    public static void Print(Service service, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"Billing.Orleans is ready{(service.Configuration.IsDevelopment ? " (Development)" : "")}.");
        var cluster = service.Configuration.Cluster;
        if (cluster.IsCluster) output.WriteLine($"  Cluster      {cluster.ClusterId} on {service.Store.Place}; this process is {cluster.Roles.ToString().Replace(", ", " and ", StringComparison.Ordinal)}");
        if (service.Dashboard is { } dashboard) output.WriteLine($"  Dashboard    {dashboard} (any name, a staff token as password)");
        if (!cluster.HasGateway)
        {
            output.WriteLine($"  Health       {service.Address}/health/ready");
            output.WriteLine();
            output.Flush();
            return;
        }

        output.WriteLine($"  API          {service.Address}/graphql");
        if (service.Configuration.IsDevelopment) output.WriteLine($"  IDE          {(Ide.IsThere ? service.Address + "/ide" : "not here: " + Ide.HowToGet)}");
        if (service.Simulator is { } simulator) output.WriteLine($"  Stripe       {simulator.Address.ToString().TrimEnd('/')} (simulator: no money moves)");
        output.WriteLine($"  Mail         {(service.Configuration.Smtp is { } smtp ? "by SMTP to " + smtp.Host : service.Configuration.MailDirectory)}");
        if (service.Configuration.IsDevelopment)
        {
            output.WriteLine("  Staff token  for 12 hours; send it as 'Authorization: Bearer …':");
            output.WriteLine(service.App.Services.GetRequiredService<TokenMint>().Mint(new("developer", Role.Staff), TokenLife));
        }

        output.WriteLine();
        output.Flush();
    }
}
