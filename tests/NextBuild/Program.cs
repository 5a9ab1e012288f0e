using Billing.NextBuild;
using Billing.Silo.CommandLine;
using Billing.Silo.Hosting;

var builder = Builders.Web(args);
builder.Host.UseServiceProviderFactory(new WithRenames());
await using var service = await Service.StartAsync(builder);
Banner.Print(service, Console.Out);
await service.App.WaitForShutdownAsync();
