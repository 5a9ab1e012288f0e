using System.Security.Cryptography;
using System.Text;
using Billing.Api.Errors;
using Billing.Api.Input;
using Billing.Api.Organizations;
using Billing.Api.Schema;
using Billing.Api.Security;
using Billing.Contracts.ReadModel;
using Billing.Domain.Organizations;
using GraphQL;

namespace Billing.Api.Accounts;

/// <summary>Orders to accounts: making them and their organizations, and moving a test clock.</summary>
internal static class AccountOrders
{
    public static async Task<object?> CreateAsync(IResolveFieldContext context)
    {
        var input = context.GetArgument<CreateAccountInput>("input");
        if (InputCheck.Of(input) is { Count: > 0 } problems) return new AccountResult(null, problems);
        var caller = Caller.Of(context);
        var answer = await AccountView.Grain(context, NewId(context, caller, input.IdempotencyKey)).CreateAsync(input.Name, input.TestClock, caller.Subject);
        return new AccountResult(answer is { Error: null, Account: { } reading } ? new(reading) : null, answer.Error is { } error ? [error] : []);
    }

    public static async Task<object?> CreateOrganizationAsync(IResolveFieldContext context)
    {
        var input = context.GetArgument<CreateOrganizationInput>("input");
        if (InputCheck.Of(input) is { Count: > 0 } problems) return OrderResult.Refused(problems);
        if (await AccountView.FindAsync(context, input.AccountId) is null) throw NotFoundException.Account;
        var caller = Caller.Of(context);
        var claim = InputFingerprint.Claim($"{caller.Role}:{caller.Subject}", input.IdempotencyKey, context.FieldDefinition.Name, input);
        CallerContext.Of(context).Forget();
        var answer = await AccountView.Grain(context, input.AccountId).CreateOrganizationAsync(input.ToOrder(), new(caller.Subject, IsStaff: true), claim);
        if (answer.Error is { } error) return OrderResult.Refused([error]);
        return new OrderResult([], await OrganizationDirectory.Of(context).GetAsync(context, answer.Organization!.Value.Value), null, null, null);
    }

    /// <summary>Bounded turns, one after the other, until the clock has arrived (D8).</summary>
    public static async Task<object?> AdvanceAsync(IResolveFieldContext context)
    {
        var input = context.GetArgument<AdvanceTestClockInput>("input");
        if (await AccountView.FindAsync(context, input.AccountId) is null) throw NotFoundException.Account;
        CallerContext.Of(context).Forget();
        var grain = AccountView.Grain(context, input.AccountId);
        var events = new List<PublishedEventView>();
        while (true)
        {
            var answer = await grain.AdvanceAsync(input.To, Caller.Of(context).Subject);
            events.AddRange(answer.Events);
            if (!answer.Done)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                continue;
            }

            if (answer.Error is { Code: not ErrorCode.PaymentPending } refusal) return new AdvanceResult(null, [], [refusal]);
            var inOrder = events.OrderBy(view => view.At).ThenBy(view => view.Organization.Value, StringComparer.Ordinal).ThenBy(view => view.Sequence).ToList();
            return new AdvanceResult(answer.Account is { } reading ? new(reading) : null, inOrder, answer.Error is null ? [] : [answer.Error]);
        }
    }

    /// <summary>With a key, the account's id follows from it, so a repeat finds the same account (D4).</summary>
    private static string NewId(IResolveFieldContext context, Caller caller, string? key)
    {
        if (key is null) return "acc_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var secret = ((IDeploymentSettings)context.RequestServices!.GetService(typeof(IDeploymentSettings))!).TokenSecret;
        var hash = HMACSHA256.HashData(secret.Span, Encoding.UTF8.GetBytes($"account\n{caller.Role}:{caller.Subject}\n{key}"));
        return "acc_" + Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }
}
