using Billing.Domain;
using Billing.Domain.Payments;
using Billing.Grains.Tests.Organizations.Fakes;
using Billing.Simulation.Tests.Running;
using NodaTime;

namespace Billing.Simulation.Tests.World;

/// <summary>The payment provider as one process reaches it.</summary>
internal sealed class ProcessProvider(FakeStripe stripe, Wire wire) : IPaymentProvider
{
    public Task<ProviderAnswer<CustomerView>> CreateCustomerAsync(string key, string deployment, OrganizationId organization) =>
        WriteAsync("customer", key, $"{deployment}|{organization}", stripe.CreateCustomer);

    public Task<ProviderAnswer<SetupIntentView>> CreateSetupIntentAsync(string key, string customerId) =>
        WriteAsync("setup", key, customerId, () => new ProviderAnswer<SetupIntentView>(AnswerKind.Done, new("seti_1", "seti_1_secret")));

    public Task<ProviderAnswer<CardView>> AttachCardAsync(string key, string customerId, string paymentMethodId) =>
        WriteAsync("attach", key, $"{customerId}|{paymentMethodId}", () => stripe.Attach(paymentMethodId));

    public Task<ProviderAnswer<IntentView>> CreateIntentAsync(string key, CreateIntent request) =>
        WriteAsync("create", key, request.ToString(), () => stripe.Create(request));

    public Task<ProviderAnswer<IntentView>> ConfirmIntentAsync(string key, string intentId, string paymentMethodId, bool offSession) =>
        WriteAsync("confirm", key, $"{intentId}|{paymentMethodId}|{offSession}", () => stripe.Confirm(intentId, paymentMethodId, offSession));

    public Task<ProviderAnswer<IntentView>> GetIntentAsync(string intentId) => ReadAsync("get", () => stripe.Get(intentId));

    public Task<ProviderAnswer<IntentList>> ListIntentsAsync(string customerId, Instant since) => ReadAsync("list", () => stripe.List(customerId, since));

    public Task<ProviderAnswer<IntentView>> CancelIntentAsync(string key, string intentId) =>
        WriteAsync("cancel", key, intentId, () => stripe.Cancel(intentId));

    public Task<ProviderAnswer<RefundView>> RefundAsync(
        string key, string intentId, long amount, string currency, IntentMetadata metadata, int refundNumber) =>
        WriteAsync("refund", key, $"{intentId}|{amount}|{refundNumber}", () => stripe.Refund(intentId, amount, currency, metadata, refundNumber));

    public Task<ProviderAnswer<RefundList>> ListRefundsAsync(string intentId) => ReadAsync("refunds", () => stripe.ListRefunds(intentId));

    private Task<ProviderAnswer<T>> WriteAsync<T>(string what, string key, string request, Func<ProviderAnswer<T>> execute)
        where T : class
    {
        request = $"{what}|{request}";
        return wire.CallAsync(
            Peer.Provider, what, () => stripe.Keyed(key, request, execute), () => new(AnswerKind.Unknown, Code: "timed_out"),
            () => stripe.Poison(key, request), () => new(AnswerKind.Busy, Code: "rate_limit"));
    }

    private Task<ProviderAnswer<T>> ReadAsync<T>(string what, Func<ProviderAnswer<T>> read)
        where T : class => wire.CallAsync(
        Peer.Provider, what, read, () => new(AnswerKind.Unknown, Code: "timed_out"), busy: () => new(AnswerKind.Busy, Code: "rate_limit"));
}
