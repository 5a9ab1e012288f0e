using Billing.Api.Enums;
using Billing.Api.Scalars;
using Billing.Api.Security;
using Billing.Domain.Organizations;
using GraphQL.Types;

namespace Billing.Api.Organizations;

public sealed class AccountStatusType : ObjectGraphType<OrganizationView>
{
    public AccountStatusType()
    {
        Name = "AccountStatus";
        Description = "Whether the organization has access at this instant, and until when.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<AccountStateType>>("state").Description("The state.").Resolve(context => context.Source.Status.State);
        Field<StatusReasonType>("reason").Description("Why; null while all is well.").Resolve(context => context.Source.Status.Reason);
        Field<NonNullGraphType<DateTimeScalar>>("since").Description("Since when it is in this state.").Resolve(context => context.Source.Status.Since);
        Field<DateTimeScalar>("deadline").Description("PAST_DUE: when access will be lost. ACTIVE and canceled: when it ends.").Resolve(context => Deadline(context.Source));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<SectionType>>>>("accessibleSections").Description("What can be reached at all.")
            .Resolve(context => context.Source.Status.State is AccountState.Active or AccountState.PastDue ? new[] { Section.Billing, Section.App } : [Section.Billing]);
    }

    private static NodaTime.Instant? Deadline(OrganizationView organization) =>
        organization.Status.Deadline ?? (organization.Status.State == AccountState.Active ? organization.State.Contract?.CancelsAt : null);
}
