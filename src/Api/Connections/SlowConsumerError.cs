using Billing.Api.Errors;
using GraphQL;

namespace Billing.Api.Connections;

/// <summary>What a client hears, if it still hears, whose connection is ended because it does not read.</summary>
internal static class SlowConsumerError
{
    public static ExecutionError Make() => ErrorTranslator.Translate(
        new ApiException(ApiErrorCode.SlowConsumer, "You have read too slowly: connect again and go on after the last cursor that you have."), "");
}
