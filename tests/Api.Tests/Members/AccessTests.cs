using Billing.Api.Organizations;
using Billing.Api.Tests.World;
using Billing.Contracts.Organizations;
using Billing.Domain.Members;
using Billing.Domain.Organizations;

namespace Billing.Api.Tests.Members;

public sealed class AccessTests
{
    [Theory]
    [InlineData(AccountState.Pending, "owner", "Billing")]
    [InlineData(AccountState.Pending, "plain", "")]
    [InlineData(AccountState.Active, "owner", "Billing App")]
    [InlineData(AccountState.Active, "biller", "Billing App")]
    [InlineData(AccountState.Active, "plain", "App")]
    [InlineData(AccountState.PastDue, "plain", "App")]
    [InlineData(AccountState.BillingOnly, "owner", "Billing")]
    [InlineData(AccountState.BillingOnly, "biller", "Billing")]
    [InlineData(AccountState.BillingOnly, "plain", "")]
    [InlineData(AccountState.Active, "removed", "")]
    [InlineData(AccountState.Active, "nobody", "")]
    public void R2_access_follows_from_state_and_permissions(AccountState state, string member, string sections)
    {
        var organization = new FakeOrganization(
            new("org_1"), FakeOrganization.Member("owner", owner: true), FakeOrganization.Member("biller", permissions: Permission.Billing),
            FakeOrganization.Member("plain"), FakeOrganization.Member("removed", MemberStatus.Removed, permissions: Permission.Billing));
        var view = new OrganizationView(new OrganizationReading(
            organization.State, new AccountStatus(state, null, FakeOrganization.Now, null), FakeOrganization.Now));
        var access = view.AccessOf(organization.State.Members.GetValueOrDefault(new(member)));
        Assert.Equal(sections, string.Join(' ', access.Sections));
        Assert.Equal(sections.Length > 0, access.Allowed);
        Assert.Equal(access.Sections.Contains(Section.App), access.Reason is null);
    }
}
