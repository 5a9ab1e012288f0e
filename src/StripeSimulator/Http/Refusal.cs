namespace Billing.StripeSimulator.Http;

/// <summary>Leaves a call that had no effect at all. A decline, which has effects, is an ordinary answer instead.</summary>
internal sealed class Refusal(int status, Error error, bool isKept = true) : Exception(error.Message)
{
    public Answer Answer { get; } = Answer.Of(status, error);

    /// <summary>False where the parameters themselves are wrong: Stripe keeps no answer then, and the key stays free.</summary>
    public bool IsKept { get; } = isKept;

    public static Refusal MissingParameter(string name) =>
        BadParameter("parameter_missing", name, $"Missing required param: {name}.");

    public static Refusal BadParameter(string code, string name, string message) =>
        new(400, new Error { Type = "invalid_request_error", Code = code, Param = name, Message = message }, isKept: false);

    /// <summary>404 where the id is the path's, 400 where a parameter names it, as Stripe does.</summary>
    public static Refusal Missing(string noun, string id, string? parameter = null) =>
        new(parameter is null ? 404 : 400, new Error
        {
            Type = "invalid_request_error", Code = "resource_missing", Param = parameter ?? "id", Message = $"No such {noun}: '{id}'",
        });

    public static Refusal WrongState(Error error) => new(400, error);
}
