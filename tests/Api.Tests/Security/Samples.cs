using GraphQL;
using GraphQL.Types;

namespace Billing.Api.Tests.Security;

/// <summary>Writes a document that asks for one field, whatever its arguments and type, about <c>org_1</c> and the member <c>plain</c>.</summary>
internal static class Samples
{
    public static string Document(ISchema schema, string typeName, FieldType field)
    {
        var call = $"{field.Name}{Arguments(field.Arguments)}{(field.ResolvedType!.GetNamedType() is IComplexGraphType ? " { __typename }" : "")}";
        return typeName switch
        {
            "Query" => $"{{ {call} }}",
            "Organization" => $"{{ organization(id: \"org_1\") {{ {call} }} }}",
            "Invoice" => $"{{ organization(id: \"org_1\") {{ invoice(number: \"0001\") {{ {call} }} }} }}",
            "Mutation" => $"mutation {{ {call} }}",
            "Subscription" => $"subscription {{ {call} }}",
            _ => throw new ArgumentException($"Nobody knows how to reach a {typeName}.", nameof(typeName)),
        };
    }

    private static string Arguments(QueryArguments? arguments)
    {
        var required = (arguments ?? []).Where(argument => argument.ResolvedType is NonNullGraphType).Select(argument => $"{argument.Name}: {Value(argument.Name, argument.ResolvedType!)}").ToList();
        return required.Count == 0 ? "" : $"({string.Join(", ", required)})";
    }

    private static string Value(string name, IGraphType type) => type switch
    {
        NonNullGraphType required => Value(name, required.ResolvedType!),
        ListGraphType list => $"[{Value(name, list.ResolvedType!)}]",
        InputObjectGraphType input => $"{{ {string.Join(", ", input.Fields.Where(field => field.ResolvedType is NonNullGraphType).Select(field => $"{field.Name}: {Value(field.Name, field.ResolvedType!)}"))} }}",
        EnumerationGraphType choice => choice.Values.Last().Name,
        _ => Scalar(name, type),
    };

    private static string Scalar(string name, IGraphType type) => name switch
    {
        "id" or "organizationId" => type is IdGraphType ? Quoted("org_1") : throw new ArgumentException($"{name} is no ID.", nameof(type)),
        "accountId" => Quoted("acc_1"),
        "memberId" => Quoted("plain"),
        "number" or "invoiceNumber" => Quoted("0001"),
        "email" => Quoted("new@example.com"),
        "paymentMethodId" => Quoted("pm_card_visa"),
        "seasonId" or "requestId" or "batchId" => Quoted("sea_1"),
        "opensOn" or "closesOn" or "startsOn" => Quoted("2025-06-01"),
        "timeZone" => Quoted("Europe/Berlin"),
        "accept" => "true",
        "until" or "to" => Quoted("2025-02-01T00:00:00Z"),
        _ when type is IntGraphType || type.Name == "Long" => "1",
        _ => Quoted(name),
    };

    private static string Quoted(string text) => $"\"{text}\"";
}
