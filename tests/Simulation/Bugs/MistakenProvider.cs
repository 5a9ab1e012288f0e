using Billing.Domain;
using Billing.Domain.Payments;
using Billing.Simulation.Tests.World;
using NodaTime;

namespace Billing.Simulation.Tests.Bugs;

/// <summary>An adapter to the provider, or a use of it, with one mistake.</summary>
internal sealed class MistakenProvider(History history, IPaymentProvider inner) : IPaymentProvider
{
    public Task<ProviderAnswer<CustomerView>> CreateCustomerAsync(string key, string deployment, OrganizationId organization) =>
        inner.CreateCustomerAsync(key, deployment, organization);

    public Task<ProviderAnswer<SetupIntentView>> CreateSetupIntentAsync(string key, string customerId) => inner.CreateSetupIntentAsync(key, customerId);

    public Task<ProviderAnswer<CardView>> AttachCardAsync(string key, string customerId, string paymentMethodId) =>
        inner.AttachCardAsync(key, customerId, paymentMethodId);

    public async Task<ProviderAnswer<IntentView>> CreateIntentAsync(string key, CreateIntent request)
    {
        if (history.Bug == Bug.AmountInTheWrongUnit) request = request with { Amount = request.Amount * 10 };
        var answer = Mended(await KeyedAsync(key, used => inner.CreateIntentAsync(used, request)));
        if (history.Bug == Bug.ConfirmedBeforeTheIdIsStored && answer is { Kind: AnswerKind.Done, Value: { } made })
            await inner.ConfirmIntentAsync($"{key}:early", made.Id, request.PaymentMethodId, offSession: false);
        return answer;
    }

    public async Task<ProviderAnswer<IntentView>> ConfirmIntentAsync(string key, string intentId, string paymentMethodId, bool offSession)
    {
        var answer = Mended(await KeyedAsync(key, used => inner.ConfirmIntentAsync(used, intentId, paymentMethodId, offSession)));
        return (history.Bug, answer) switch
        {
            (Bug.TimeOutTakenForADecline, { Kind: AnswerKind.Unknown }) => new(AnswerKind.Declined, Code: "card_declined", DeclineCode: "generic_decline"),
            (Bug.DeclineTakenForSuccess, { Kind: AnswerKind.Declined, Value: { } view }) => Succeeded(view),
            (Bug.ProcessingTakenForSuccess, { Value: { Status: IntentStatus.Processing } view }) => Succeeded(view),
            (Bug.ActionRequiredTakenForSuccess, { Value: { Status: IntentStatus.RequiresAction } view }) => Succeeded(view),
            _ => answer,
        };
    }

    public async Task<ProviderAnswer<IntentView>> GetIntentAsync(string intentId)
    {
        if (history.Bug == Bug.WebhookBelieved && history.Heard.Remove(intentId, out var heard)) return new(AnswerKind.Done, heard.View);
        return Mended(await inner.GetIntentAsync(intentId));
    }

    public async Task<ProviderAnswer<IntentList>> ListIntentsAsync(string customerId, Instant since)
    {
        if (history.Bug == Bug.IntentsNotFound) return new(AnswerKind.Done, new([]));
        var answer = await inner.ListIntentsAsync(customerId, since);
        return answer.Value is { } list ? answer with { Value = new([.. list.Items.Select(Mended)]) } : answer;
    }

    public async Task<ProviderAnswer<IntentView>> CancelIntentAsync(string key, string intentId)
    {
        if (history.Bug == Bug.VoidWithoutCancel && await inner.GetIntentAsync(intentId) is { Value: { } view }) return Canceled(view);
        var answer = Mended(await inner.CancelIntentAsync(key, intentId));
        return history.Bug == Bug.CancelThatCameTooLateBelieved && answer.Kind == AnswerKind.WrongState && await inner.GetIntentAsync(intentId) is { Value: { } late }
            ? Canceled(late) : answer;
    }

    public Task<ProviderAnswer<RefundView>> RefundAsync(string key, string intentId, long amount, string currency, IntentMetadata metadata, int refundNumber) =>
        inner.RefundAsync(history.Bug == Bug.RefundNotLookedUpFirst ? $"{key}:{history.Next()}" : key, intentId, amount, currency, metadata, refundNumber);

    public Task<ProviderAnswer<RefundList>> ListRefundsAsync(string intentId) => history.Bug == Bug.RefundNotLookedUpFirst
        ? Task.FromResult(new ProviderAnswer<RefundList>(AnswerKind.Done, new([]))) : inner.ListRefundsAsync(intentId);

    private static ProviderAnswer<IntentView> Succeeded(IntentView view) =>
        new(AnswerKind.Done, view with { Status = IntentStatus.Succeeded, AmountReceived = view.Amount });

    private static ProviderAnswer<IntentView> Canceled(IntentView view) => new(AnswerKind.Done, view with { Status = IntentStatus.Canceled });

    private async Task<ProviderAnswer<T>> KeyedAsync<T>(string key, Func<string, Task<ProviderAnswer<T>>> call)
        where T : class
    {
        if (history.Bug != Bug.NewKeyAfterATimeOut) return await call(key);
        var answer = await call(history.TimedOut.TryGetValue(key, out var times) ? $"{key}:again:{times}" : key);
        if (answer.Kind == AnswerKind.Unknown) history.TimedOut[key] = times + 1;
        return answer;
    }

    private ProviderAnswer<IntentView> Mended(ProviderAnswer<IntentView> answer)
    {
        if (history.Bug == Bug.StoredFailureAskedAgain) answer = answer with { IsStored = false };
        return answer.Value is { } view ? answer with { Value = Mended(view) } : answer;
    }

    private IntentView Mended(IntentView view) => history.Bug switch
    {
        Bug.AmountInTheWrongUnit => view with { Amount = view.Amount / 10, AmountReceived = view.AmountReceived / 10 },
        Bug.EarlierDeclineTakenForThisOne when view.LatestChargeId is not null => view with { LatestChargeId = $"{view.LatestChargeId}:{history.Next()}" },
        _ => view,
    };
}
