using Billing.Api.Security;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using Billing.Contracts.Serialization;
using Billing.Domain.Mail;
using Billing.Domain.Members;
using Billing.Domain.Organizations;

namespace Billing.Api.Tests.Mail;

/// <summary>One mail of each template, in their order.</summary>
public sealed class MailRightsTests : IAsyncLifetime
{
    private const string ToMembers = "MEMBER_INVITATION SEASON_INVITATION SEASON_OPENED_FIRST SEASON_OPENED SEASON_CLOSED";

    private static readonly string[] All = [.. Enum.GetValues<MailTemplate>().Select(Names.Of)];

    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await world.StartAsync();
        world.Main.Record(new MemberAdded(FakeOrganization.Member("both", permissions: [Permission.Billing, Permission.UserManagement])));
        foreach (var (index, template) in All.Index())
            world.ReadModel.Mail.Add(new("org_1", $"mail_{index}", index + 1, template, "S", ["o@example.com"], "text", "html", FakeOrganization.Now, null, "QUEUED", null, null));
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Theory]
    [InlineData("owner", Role.User)]
    [InlineData("both", Role.User)]
    [InlineData("ann", Role.Staff)]
    [InlineData("crm", Role.Service)]
    public async Task R13_who_may_everything_sees_every_mail(string subject, Role role) => Assert.Equal(All.Reverse(), await SeenAsync(subject, role));

    [Fact]
    public async Task R13_billing_sees_the_mails_about_billing_only() =>
        Assert.Equal(All.Except(ToMembers.Split(' ')).Reverse(), await SeenAsync("biller", Role.User));

    [Fact]
    public async Task R23_user_management_sees_the_mails_to_members_only() =>
        Assert.Equal(ToMembers.Split(' ').Reverse(), await SeenAsync("manager", Role.User));

    private async Task<List<string>> SeenAsync(string subject, Role role)
    {
        var found = new List<string>();
        string? after = null;
        string? total;
        do
        {
            var answer = await gateway.AskAsync(
                "query($after: String) { organization(id: \"org_1\") { mail(first: 2, after: $after) { totalCount nodes { template } pageInfo { hasNextPage endCursor } } } }",
                new { after }, gateway.Token(subject, role));
            total = answer.At("organization.mail.totalCount");
            found.AddRange(answer.GetProperty("data").GetProperty("organization").GetProperty("mail").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("template").GetString()!));
            after = answer.At("organization.mail.pageInfo.hasNextPage") == "True" ? answer.At("organization.mail.pageInfo.endCursor") : null;
        }
        while (after is not null);
        Assert.Equal(total, found.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return found;
    }
}
