using Billing.Api.Http;
using Billing.Contracts.Organizations;
using Billing.Contracts.ReadModel;
using Billing.Grains.Payments;
using NodaTime;

namespace Billing.Silo.Hosting;

/// <summary>A webhook is a hint: its signature is checked, then the organization looks at the payment by itself (F8, F9, F10).</summary>
internal sealed partial class WebhookReceiver(
    StripeOptions options, IGrainFactory grains, IDeploymentSettings deployment, IClock clock, ILogger<WebhookReceiver> log) : IWebhookReceiver
{
    private readonly StripeWebhook webhook = new(options);

    public Task<bool> AcceptAsync(ReadOnlyMemory<byte> body, string signature)
    {
        if (webhook.Read(body.Span, signature, clock.GetCurrentInstant()) is not { } hint) return Task.FromResult(false);
        if (hint is { PaymentIntentId: { } intent, Organization: { } organization } && hint.Deployment == deployment.DeploymentId)
            _ = TellAsync(organization.Value, intent);
        return Task.FromResult(true);
    }

    /// <summary>After the answer: whatever goes wrong here, the look-ups find out as well.</summary>
    private async Task TellAsync(string organization, string intent)
    {
        try
        {
            await grains.GetGrain<IOrganizationGrain>(organization).WakeAsync(intent);
        }
        catch (Exception failure)
        {
            LogNotTold(organization, intent, failure.GetType().Name);
        }
    }

    [LoggerMessage(1201, LogLevel.Warning, "Organization {Organization} could not be told to look at {Intent} ({Failure}); its look-ups serve")]
    private partial void LogNotTold(string organization, string intent, string failure);
}
