using Billing.Domain;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using NodaTime;

namespace Billing.Grains.Organizations;

/// <summary>Works off what the state says is to be done at the payment provider, step by step: intent, call, outcome, each its own append (D3).
/// After a crash the same code goes on from the state.</summary>
public sealed class PaymentFlow(OrganizationBook book)
{
    private static readonly Duration ListMargin = Duration.FromHours(1);

    private IPaymentProvider Provider => book.Services.Provider;

    private DecisionContext Context => book.Context(Actor.System);

    /// <summary>Takes every step that is due now. What stays unknown has its next look-up in the state.</summary>
    /// <param name="asked">An invoice that its customer asks about: it is looked up now, once, whenever the next look-up would be.</param>
    public async Task WorkOffAsync(int? asked = null)
    {
        var waiting = new HashSet<int>();
        while (PaymentProtocol.Next(book.Committed, book.RealNow, waiting, asked) is { } step)
        {
            var before = book.Committed.Sequence;
            await TakeAsync(step);
            if (step.Invoice.Number == asked) asked = null;
            if (book.Committed.Sequence == before) waiting.Add(step.Invoice.Number);
        }
    }

    /// <summary>Asks the provider about one invoice now, whenever the next look-up would be.</summary>
    public async Task LookAsync(int number)
    {
        var invoice = book.Committed.Invoice(number);
        if (invoice is { IsOpen: true, Payment: { IntentId: { } intentId, Cancel: null } }) await RetrieveAsync(invoice, intentId);
        await WorkOffAsync();
    }

    private Task TakeAsync(PaymentStep step) => step switch
    {
        CreateIntentStep s => CreateAsync(s.Invoice, s.Attempt),
        FindIntentStep s => FindAsync(s),
        ConfirmIntentStep s => ConfirmAsync(s.Invoice, s.IntentId, s.Attempt),
        RetrieveIntentStep s => RetrieveAsync(s.Invoice, s.IntentId),
        LookForCardholderStep s => LookForCardholderAsync(s),
        CancelIntentStep s => CancelAsync(s),
        RefundStep s => FindOrRefundAsync(s),
        _ => throw new InvalidOperationException($"Nobody takes {step.GetType().Name}."),
    };

    private async Task CreateAsync(Invoice invoice, PaymentAttempt attempt)
    {
        var generation = invoice.Payment.Generation;
        var answer = await Provider.CreateIntentAsync(Key(invoice, $"create:{generation}"), new(
            book.Committed.Payment.CustomerId!, attempt.PaymentMethodId, invoice.AmountDue.Minor, invoice.Total.Currency.Code, Metadata(invoice)));
        if (answer is { Kind: AnswerKind.Done, Value: { } intent })
            await book.CommitAsync(PaymentRules.IntentMade(book.Committed, Context, invoice.Number, generation, intent.Id));
        else if (answer is { Kind: AnswerKind.Unknown, IsStored: true })
            await FindAsync(new(invoice, attempt), creationFailed: true);
        else
            await UnknownAsync(invoice, answer.Kind, answer.Code);
    }

    /// <param name="creationFailed">The provider has stored a failure under the creation's key (F4).</param>
    private async Task FindAsync(FindIntentStep step, bool creationFailed = false)
    {
        var invoice = step.Invoice;
        var answer = await Provider.ListIntentsAsync(book.Committed.Payment.CustomerId!, step.Attempt.SentAt - ListMargin);
        if (answer is not { Kind: AnswerKind.Done, Value: { } intents })
        {
            await UnknownAsync(invoice, answer.Kind, answer.Code);
            return;
        }

        var ours = Metadata(invoice);
        if (intents.Items.FirstOrDefault(intent => intent.Metadata == ours) is { } found)
            await book.CommitAsync(PaymentRules.IntentMade(book.Committed, Context, invoice.Number, ours.Generation, found.Id));
        else if (creationFailed)
            await book.CommitAsync(PaymentRules.CreateAgain(book.Committed, Context, invoice.Number));
        else if (PaymentProtocol.IsFresh(step.Attempt, book.RealNow))
            await CreateAsync(invoice, step.Attempt);
        else
            await book.CommitAsync(PaymentRules.PrepareAgain(book.Committed, Context, invoice.Number));
    }

    private async Task ConfirmAsync(Invoice invoice, string intentId, PaymentAttempt attempt)
    {
        var answer = await Provider.ConfirmIntentAsync(
            Key(invoice, $"{attempt.Generation}:confirm:{attempt.Number}"), intentId, attempt.PaymentMethodId, !attempt.OnSession);
        switch (answer)
        {
            case { Kind: AnswerKind.Done, Value: { } intent }:
                await ReadAsync(invoice, intent, Asked.Confirmed);
                break;
            case { Kind: AnswerKind.Declined, Code: "authentication_required" } when !attempt.OnSession:
                await SettleAsync(invoice, AttemptOutcome.ActionRequired, "authentication_required", answer.Value?.LatestChargeId, null);
                break;
            case { Kind: AnswerKind.Declined }:
                await SettleAsync(invoice, AttemptOutcome.Declined, answer.DeclineCode ?? answer.Code, answer.Value?.LatestChargeId, null);
                break;
            case { Kind: AnswerKind.WrongState }:
                await RetrieveAsync(invoice, intentId, Asked.Confirmed);
                break;
            case { Kind: AnswerKind.Unknown, IsStored: true }:
                await RetrieveAsync(invoice, intentId, Asked.UnderSpentKey);
                break;
            default:
                await UnknownAsync(invoice, answer.Kind, answer.Code);
                break;
        }
    }

    private async Task RetrieveAsync(Invoice invoice, string intentId, Asked asked = Asked.Nothing)
    {
        var answer = await Provider.GetIntentAsync(intentId);
        if (answer is { Kind: AnswerKind.Done, Value: { } intent }) await ReadAsync(invoice, intent, asked);
        else await UnknownAsync(invoice, answer.Kind, answer.Code);
    }

    private async Task LookForCardholderAsync(LookForCardholderStep step)
    {
        var answer = await Provider.GetIntentAsync(step.IntentId);
        if (answer is { Kind: AnswerKind.Done, Value: { } intent }) await ReadAsync(step.Invoice, intent, Asked.Nothing);
        await book.CommitAsync(PaymentRules.StillAwaited(book.Committed, Context, step.Invoice.Number));
    }

    private async Task ReadAsync(Invoice invoice, IntentView intent, Asked asked)
    {
        var attempt = invoice.Payment.LastAttempt;
        switch (IntentReading.Of(invoice, intent, Metadata(invoice)))
        {
            case Reading.Succeeded:
                await SettleAsync(invoice, AttemptOutcome.Succeeded, null, intent.LatestChargeId, null);
                break;
            case Reading.Declined:
                await SettleAsync(invoice, AttemptOutcome.Declined, intent.LastDeclineCode ?? intent.LastErrorCode, intent.LatestChargeId, null);
                break;
            case Reading.ActionRequired when attempt?.Outcome != AttemptOutcome.ActionRequired:
                var secret = intent.Status == IntentStatus.RequiresAction ? intent.ClientSecret : null;
                await SettleAsync(invoice, AttemptOutcome.ActionRequired, intent.LastErrorCode, intent.LatestChargeId, secret);
                break;
            case Reading.ActionRequired:
            case Reading.NotExecuted when attempt is not { Outcome: AttemptOutcome.Unknown or AttemptOutcome.Pending }:
                await StandsAsync(invoice, attempt);
                break;
            case Reading.Canceled:
                await book.CommitAsync(PaymentRules.Canceled(book.Committed, Context, invoice.Number, succeeded: false));
                break;
            case Reading.NotExecuted when asked == Asked.UnderSpentKey:
                await book.CommitAsync(PaymentRules.PrepareAgain(book.Committed, Context, invoice.Number));
                break;
            case Reading.NotExecuted when asked == Asked.Nothing && attempt is { Outcome: AttemptOutcome.Unknown or AttemptOutcome.Pending }:
                await ConfirmAgainAsync(invoice, intent.Id, attempt);
                break;
            case Reading.Mismatch:
                book.Services.Log.IntentMismatch(book.Committed.Id, invoice.Id, intent.Id);
                await UnknownAsync(invoice, AnswerKind.Misconfigured, "mismatch");
                break;
            default:
                await UnknownAsync(invoice, AnswerKind.Unknown, "processing");
                break;
        }
    }

    /// <summary>A look has found what is known already. Where an earlier look had failed, the outcome is known again from here.</summary>
    private Task StandsAsync(Invoice invoice, PaymentAttempt? attempt) => invoice.Payment.IsUnknown && attempt is not null
        ? SettleAsync(invoice, attempt.Outcome, attempt.DeclineCode, attempt.ChargeId, invoice.Payment.ClientSecret)
        : Task.CompletedTask;

    /// <summary>The attempt has not reached the bank: the same key while it lives, else the next number.</summary>
    private Task ConfirmAgainAsync(Invoice invoice, string intentId, PaymentAttempt attempt) =>
        PaymentProtocol.IsFresh(attempt, book.RealNow)
            ? ConfirmAsync(invoice, intentId, attempt)
            : book.CommitAsync(PaymentRules.PrepareAgain(book.Committed, Context, invoice.Number));

    private async Task CancelAsync(CancelIntentStep step)
    {
        var invoice = step.Invoice;
        // Canceling is idempotent by nature: a new key for each look-up, so that a stored failure is not replayed for a day.
        var answer = await Provider.CancelIntentAsync(Key(invoice, $"{invoice.Payment.Generation}:cancel:{invoice.Payment.Lookups}"), step.IntentId);
        if (answer.Kind == AnswerKind.WrongState) answer = await Provider.GetIntentAsync(step.IntentId);
        switch (answer)
        {
            case { Kind: AnswerKind.Done, Value.Status: IntentStatus.Canceled }:
                await book.CommitAsync(PaymentRules.Canceled(book.Committed, Context, invoice.Number, succeeded: false));
                break;
            case { Kind: AnswerKind.Done, Value: { Status: IntentStatus.Succeeded } intent } when IntentReading.Of(invoice, intent, Metadata(invoice)) == Reading.Succeeded:
                await book.CommitAsync(PaymentRules.Canceled(book.Committed, Context, invoice.Number, succeeded: true));
                break;
            default:
                await UnknownAsync(invoice, answer.Kind, answer.Code);
                break;
        }
    }

    private async Task RefundAsync(Invoice invoice, string intentId, Refund refund)
    {
        var answer = await Provider.RefundAsync(
            Key(invoice, $"refund:{refund.Number}"), intentId, refund.Amount.Minor, refund.Amount.Currency.Code, Metadata(invoice), refund.Number);
        switch (answer.Kind)
        {
            case AnswerKind.Done: await RefundedAsync(invoice, refund, answer.Value!); break;
            case AnswerKind.Declined or AnswerKind.WrongState:
                await book.CommitAsync(PaymentRules.Refunded(book.Committed, Context, invoice.Number, refund.Number, succeeded: false));
                break;
            default: await UnknownAsync(invoice, answer.Kind, answer.Code); break;
        }
    }

    private async Task FindOrRefundAsync(RefundStep step)
    {
        var answer = await Provider.ListRefundsAsync(step.IntentId);
        if (answer is not { Kind: AnswerKind.Done, Value: { } refunds }) await UnknownAsync(step.Invoice, answer.Kind, answer.Code);
        else if (refunds.Items.FirstOrDefault(refund => refund.Number == step.Refund.Number) is { } found) await RefundedAsync(step.Invoice, step.Refund, found);
        else await RefundAsync(step.Invoice, step.IntentId, step.Refund);
    }

    private Task RefundedAsync(Invoice invoice, Refund refund, RefundView view) => book.CommitAsync(
        PaymentRules.Refunded(book.Committed, Context, invoice.Number, refund.Number, succeeded: view.Status is not ("failed" or "canceled")));

    private Task SettleAsync(Invoice invoice, AttemptOutcome outcome, string? code, string? chargeId, string? clientSecret) =>
        book.CommitAsync(PaymentRules.Settle(book.Committed, Context, invoice.Number, outcome, code, chargeId, clientSecret));

    private async Task UnknownAsync(Invoice invoice, AnswerKind kind, string? code)
    {
        if (kind is AnswerKind.Misconfigured or AnswerKind.Declined) book.Services.Log.ProviderMisconfigured(book.Committed.Id, invoice.Id, code);
        await book.CommitAsync(PaymentRules.Unknown(book.Committed, Context, invoice.Number));
    }

    private string Key(Invoice invoice, string what) => PaymentProtocol.Key(book.Services.Deployment.DeploymentId, invoice.Id, what);

    private IntentMetadata Metadata(Invoice invoice) => new(
        book.Services.Deployment.DeploymentId, book.Committed.Id.Value, invoice.Id.Value, invoice.NumberText, invoice.Payment.Generation);

    /// <summary>What has just been asked of the provider before an intent was looked at.</summary>
    private enum Asked
    {
        Nothing,

        /// <summary>The confirmation was answered: what it left undone is not confirmed again at once.</summary>
        Confirmed,

        /// <summary>The confirmation's key only repeats a stored failure (F4): what it left undone takes the next number.</summary>
        UnderSpentKey,
    }
}
