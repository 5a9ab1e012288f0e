using Billing.Api.Input;
using Billing.Api.Security;
using Billing.Contracts.Organizations;
using Billing.Domain;
using Billing.Domain.Organizations;
using GraphQL;

namespace Billing.Api.Organizations;

/// <summary>What an order came to, as payloads show it: on a refusal everything else is null, but the invoice of one whose payment goes on.</summary>
public sealed record OrderResult(IReadOnlyList<RuleError> Errors, OrganizationView? Organization, int? InvoiceNumber, MemberId? MemberId, CardSetup? CardSetup)
{
    public SeasonId? SeasonId { get; init; }

    public AdHocRequestId? AdHocRequestId { get; init; }

    public static OrderResult Refused(IReadOnlyList<RuleError> errors) => new(errors, null, null, null, null);
}

/// <summary>Sends a mutation's order to its organization: is there one, then its bounds, then the key, then the grain.</summary>
internal static class OrganizationOrders
{
    public static async Task<OrderResult> SendAsync<TInput>(
        IResolveFieldContext context, Func<TInput, OrganizationCommand> order, Func<TInput, string?>? previewToken = null, bool hasKey = true)
        where TInput : class, IOrganizationOrder
    {
        var input = context.GetArgument<TInput>("input");
        var directory = OrganizationDirectory.Of(context);
        await directory.GetAsync(context, input.OrganizationId);
        if (InputCheck.Of(input) is { Count: > 0 } problems) return OrderResult.Refused(problems);
        var caller = Caller.Of(context);
        var claim = InputFingerprint.Claim($"{caller.Role}:{caller.Subject}", hasKey ? input.IdempotencyKey : null, context.FieldDefinition.Name, input);
        CallerContext.Of(context).Forget();
        var answer = await directory.Grain(input.OrganizationId).ExecuteAsync(
            new(order(input), new(caller.Subject, caller.Role == Role.Staff), claim, previewToken?.Invoke(input)));
        return Result(answer);
    }

    private static OrderResult Result(CommandAnswer answer)
    {
        var goesOn = answer.Error?.Code is ErrorCode.PaymentActionRequired or ErrorCode.PaymentPending;
        if (answer.Error is { } error && !goesOn) return OrderResult.Refused([error]);
        return new(answer.Error is null ? [] : [answer.Error], new(answer.Reading), answer.InvoiceNumber, answer.MemberId, answer.CardSetup)
        {
            SeasonId = answer.SeasonId,
            AdHocRequestId = answer.AdHocRequestId,
        };
    }
}
