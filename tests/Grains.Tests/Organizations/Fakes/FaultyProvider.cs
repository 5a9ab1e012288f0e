using Billing.Domain;
using Billing.Domain.Payments;
using NodaTime;

namespace Billing.Grains.Tests.Organizations.Fakes;

/// <summary>The way to the provider, on which everything can go wrong.</summary>
internal sealed class FaultyProvider(FakeStripe stripe, FaultPlan faults) : IPaymentProvider
{
    /// <summary>A request that timed out arrives when this many others have.</summary>
    private const int LateBy = 2;

    private readonly List<(int After, Action Arrive)> late = [];

    /// <summary>Set to make every call fail without effect.</summary>
    public bool Down { get; set; }

    /// <summary>Names of all calls ever made, faults or not.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Requests on their way arrive now.</summary>
    public void Arrive()
    {
        var all = late.ToList();
        late.Clear();
        foreach (var (_, arrive) in all) arrive();
    }

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
        return CallAsync(what, () => stripe.Keyed(key, request, execute), () => stripe.Poison(key, request));
    }

    private Task<ProviderAnswer<T>> ReadAsync<T>(string what, Func<ProviderAnswer<T>> read)
        where T : class => CallAsync(what, read, () => { });

    private async Task<ProviderAnswer<T>> CallAsync<T>(string what, Func<ProviderAnswer<T>> call, Action poison)
        where T : class
    {
        Calls.Add(what);
        var unknown = new ProviderAnswer<T>(AnswerKind.Unknown, Code: "timed_out");
        if (Down) return unknown;
        TakeLateOnes();
        switch (faults.Next(what))
        {
            case Fault.CrashBefore: throw new CrashException(what);
            case Fault.CrashAfter:
                call();
                throw new CrashException(what);
            case Fault.FailBefore: return unknown;
            case Fault.FailAfter:
                call();
                return unknown;
            case Fault.StoredBefore:
                poison();
                return unknown;
            case Fault.StoredAfter:
                call();
                poison();
                return unknown;
            case Fault.Late:
                late.Add((LateBy, () => call()));
                return unknown;
            case Fault.TakeoverBefore:
                await faults.TakeOverAsync();
                return call();
            case Fault.TakeoverAfter:
                var answer = call();
                await faults.TakeOverAsync();
                return answer;
            default: return call();
        }
    }

    private void TakeLateOnes()
    {
        for (var index = late.Count - 1; index >= 0; index--)
        {
            late[index] = (late[index].After - 1, late[index].Arrive);
            if (late[index].After > 0) continue;
            var arrive = late[index].Arrive;
            late.RemoveAt(index);
            arrive();
        }
    }
}
