using System.Globalization;
using Billing.Api.Organizations;
using Billing.Api.Paging;
using Billing.Api.Security;
using Billing.Contracts.ReadModel;
using Billing.Contracts.Serialization;
using Billing.Domain.Mail;
using GraphQL;

namespace Billing.Api.Mail;

/// <summary>Pages of an organization's mail, newest first, of those kinds that the caller may see.</summary>
internal static class MailPages
{
    private static readonly HashSet<MailTemplate> ToMembers =
        [MailTemplate.MemberInvitation, MailTemplate.SeasonInvitation, MailTemplate.SeasonOpenedFirst, MailTemplate.SeasonOpened, MailTemplate.SeasonClosed];

    private static readonly IReadOnlyList<string> AboutMembers = NamesWhere(ToMembers.Contains);
    private static readonly IReadOnlyList<string> AboutBilling = NamesWhere(template => !ToMembers.Contains(template));

    public static async Task<Connection<MailRow>> OfAsync(IResolveFieldContext<OrganizationView> context, PageRequest request, Func<string, string> cursor)
    {
        var readModel = (IReadModel)context.RequestServices!.GetService(typeof(IReadModel))!;
        var filter = new MailFilter(Templates: Templates(FieldGuard.RightsOf(Caller.Of(context), context.Source)));
        var page = await readModel.MailAsync(context.Source.Id.Value, filter, request.First, request.AfterNumber, context.CancellationToken);
        return new(
            [.. page.Items.Select(item => new Edge<MailRow>(cursor, item.Key.ToString(CultureInfo.InvariantCulture), item.Row))],
            page.HasNext, request.After is not null, page.TotalCount);
    }

    /// <summary>Mail to members (M10 to M14) is of user management, everything else of billing (R13, R23). Null: all.</summary>
    private static IReadOnlyList<string>? Templates(MemberRights? rights) => rights switch
    {
        { Owner: true } or { Billing: true, UserManagement: true } => null,
        { Billing: true } => AboutBilling,
        { UserManagement: true } => AboutMembers,
        _ => [],
    };

    private static List<string> NamesWhere(Func<MailTemplate, bool> condition) => [.. Enum.GetValues<MailTemplate>().Where(condition).Select(Names.Of)];
}
