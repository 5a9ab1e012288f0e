using Billing.Api.Security;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using ErrorCode = Billing.Domain.Organizations.ErrorCode;

namespace Billing.Api.Tests.Members;

public sealed class MemberOrderTests : IAsyncLifetime
{
    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await world.StartAsync();
        world.Main.Answers = _ => new(null, null, new("plain"), world.Main.Reading(), null);
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Theory]
    [InlineData("removeMember", Role.Staff, typeof(RemoveMember))]
    [InlineData("resendInvitation", Role.Staff, typeof(ResendInvitation))]
    [InlineData("transferOwnership", Role.Staff, typeof(TransferOwnership))]
    [InlineData("recordSignIn", Role.Service, typeof(RecordSignIn))]
    public async Task An_order_about_a_member_comes_back_with_him(string mutation, Role role, Type command)
    {
        var answer = await gateway.AskAsync(
            $"mutation {{ {mutation}(input: {{ organizationId: \"org_1\", memberId: \"plain\" }}) {{ member {{ id }} organization {{ name }} errors {{ code }} }} }}", token: gateway.Token("crm", role));
        Assert.Equal("""{"member":{"id":"plain"},"organization":{"name":"Acme"},"errors":[]}""", answer.At(mutation));
        var order = Assert.Single(world.Main.Orders);
        Assert.IsType(command, order.Command);
        Assert.Equal((new Actor("crm", role == Role.Staff), (KeyClaim?)null), (order.Actor, order.Key));
    }

    [Fact]
    public async Task What_is_left_out_of_an_update_stays_and_what_is_empty_empties()
    {
        await gateway.AskAsync("mutation { updateMember(input: { organizationId: \"org_1\", memberId: \"plain\" }) { errors { code } } }");
        await gateway.AskAsync(
            "mutation { updateMember(input: { organizationId: \"org_1\", memberId: \"plain\", name: \" Bo \", email: \"bo@example.com\", type: SEASONAL, seasonIds: [], permissions: [], permissionSet: \"\" }) { errors { code } } }");
        var (nothing, all) = (Assert.IsType<UpdateMember>(world.Main.Orders[0].Command), Assert.IsType<UpdateMember>(world.Main.Orders[1].Command));
        Assert.Equal(new UpdateMember(new("plain"), null, null, null, null, null, null), nothing);
        Assert.Equal(("Bo", "bo@example.com", MemberType.Seasonal, ""), (all.Name, all.Email, all.Type, all.PermissionSet));
        Assert.True(all.SeasonIds!.Value.IsEmpty && all.Permissions!.Value.IsEmpty);
    }

    [Fact]
    public async Task A59_a_sign_in_without_access_is_refused_with_nothing_else()
    {
        world.Main.Answers = _ => new(new(ErrorCode.NoAccess, "No season of this member is open.", "memberId"), null, null, world.Main.Reading(), null);
        var answer = await gateway.AskAsync(
            "mutation { recordSignIn(input: { organizationId: \"org_1\", memberId: \"plain\" }) { member { id } errors { code ... on RuleError { field } } } }", token: gateway.Token("crm", Role.Service));
        Assert.Equal("""{"member":null,"errors":[{"code":"NO_ACCESS","field":"memberId"}]}""", answer.At("recordSignIn"));
    }
}
