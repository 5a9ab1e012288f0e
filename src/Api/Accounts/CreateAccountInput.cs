using Billing.Api.Input;
using Billing.Api.Scalars;
using GraphQL.Types;
using NodaTime;

namespace Billing.Api.Accounts;

public sealed record CreateAccountInput(string Name, Instant? TestClock, string? IdempotencyKey) : ICheckedInput
{
    public void Check(InputCheck check) => check.Name(Name, "name").Key(IdempotencyKey);
}

public sealed class CreateAccountInputType : InputType<CreateAccountInput>
{
    public CreateAccountInputType()
        : base("A new account.")
    {
        Required<StringGraphType>("name", "1 to 200 characters.");
        Optional<DateTimeScalar>("testClock", "Makes it a test account, whose time starts here and moves only by advanceTestClock.");
        Key();
    }

    protected override CreateAccountInput Read(InputFields fields) =>
        new(fields.Name("name"), fields.OptionalValue<Instant>("testClock"), fields.OptionalText("idempotencyKey"));
}
