using Billing.Contracts.Organizations;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;

namespace Billing.Grains.Organizations;

/// <summary>Customer and card at the provider: they come before any payment, each with its key, their ids journaled (reliability.md, step 0).</summary>
public sealed class CardFlow(OrganizationBook book)
{
    private IPaymentProvider Provider => book.Services.Provider;

    private string Prefix => $"v1:{book.Services.Deployment.DeploymentId}:{book.Committed.Id}";

    /// <summary>Part of keys whose call may be made twice without harm: a stored failure must not keep a customer from his card for a day (F4).</summary>
    private long Window => (book.RealNow - NodaTime.Instant.FromUnixTimeSeconds(0)).ToInt64Nanoseconds() / NodaTime.NodaConstants.NanosecondsPerHour;

    /// <summary>For the hosted card form.</summary>
    public async Task<CardSetup> StartSetupAsync(Actor actor)
    {
        await EnsureCustomerAsync(actor);
        var answer = await Provider.CreateSetupIntentAsync($"{Prefix}:setup:{book.Committed.Sequence}:{book.RealNow.ToUnixTimeTicks()}", book.Committed.Payment.CustomerId!);
        return answer is { Kind: AnswerKind.Done, Value: { } setup }
            ? new(setup.ClientSecret, book.Services.PublishableKey)
            : throw new ProviderUnavailableException("The card form could not be started: try again.");
    }

    /// <summary>Verifies the card by attaching it. The new card, and the first payment that it makes, are one append (A40).</summary>
    /// <returns>The refusal; or the decision's first invoice, where anything is paid.</returns>
    public async Task<(RuleError? Refusal, int? Invoice)> UpdateAsync(UpdateCard command, Actor actor, KeyClaim? key)
    {
        await EnsureCustomerAsync(actor);
        var answer = await Provider.AttachCardAsync(
            $"{Prefix}:attach:{book.Committed.Sequence}:{Window}:{command.PaymentMethodId}", book.Committed.Payment.CustomerId!, command.PaymentMethodId);
        switch (answer)
        {
            case { Kind: AnswerKind.Done, Value: { } card }:
                var decision = CardRules.CardAttached(book.Committed, book.Context(actor, key), card);
                await book.CommitAsync(decision);
                return (null, decision.InvoiceNumber);
            case { Kind: AnswerKind.Declined }:
                return (new(ErrorCode.PaymentDeclined, $"The card was declined ({answer.DeclineCode ?? answer.Code}). The card on file stays as it was.", "paymentMethodId"), null);
            case { Kind: AnswerKind.Misconfigured, Code: "resource_missing" or "invalid_id" or "parameter_invalid_empty" or "payment_method_unexpected_state" }:
                return (RuleError.Invalid("paymentMethodId", "The payment provider knows no such payment method that this organization could use."), null);
            default:
                throw new ProviderUnavailableException("The card could not be verified: try again.");
        }
    }

    private async Task EnsureCustomerAsync(Actor actor)
    {
        if (book.Committed.Payment.CustomerId is not null) return;
        var answer = await Provider.CreateCustomerAsync($"{Prefix}:customer:{Window}", book.Services.Deployment.DeploymentId, book.Committed.Id);
        if (answer is not { Kind: AnswerKind.Done, Value: { } customer })
            throw new ProviderUnavailableException("The payment provider could not be reached: try again.");
        await book.CommitAsync(CardRules.CustomerMade(book.Committed, book.Context(actor), customer.Id));
    }
}
