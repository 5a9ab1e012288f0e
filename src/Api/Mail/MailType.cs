using Billing.Api.Enums;
using Billing.Api.Paging;
using Billing.Api.Scalars;
using Billing.Api.Security;
using Billing.Contracts.ReadModel;
using GraphQL.Types;

namespace Billing.Api.Mail;

public sealed class MailType : ObjectGraphType<MailRow>, INodeType
{
    public MailType()
    {
        Name = NodeName;
        Description = "A mail, waiting or sent, as it goes out.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<IdGraphType>>("id").Description("mail_…").Resolve(context => context.Source.Id);
        Field<NonNullGraphType<StringGraphType>>("template").Description("PAYMENT_DECLINED, INVOICE_PAID…").Resolve(context => context.Source.Template);
        Field<NonNullGraphType<StringGraphType>>("subject").Description("The subject line.").Resolve(context => context.Source.Subject);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("to").Description("Its recipients.").Resolve(context => context.Source.To);
        Field<NonNullGraphType<StringGraphType>>("text").Description("The plain text part.").Resolve(context => context.Source.Text);
        Field<NonNullGraphType<StringGraphType>>("html").Description("The HTML part.").Resolve(context => context.Source.Html);
        Field<NonNullGraphType<DateTimeScalar>>("queuedAt").Description("When its cause happened, on the organization's clock.").Resolve(context => context.Source.QueuedAt);
        Field<DateTimeScalar>("sentAt").Description("When it went out, in real time.").Resolve(context => context.Source.SentAt);
        Field<NonNullGraphType<MailStatusType>>("status").Description("What became of it.").Resolve(context => Enum.Parse<MailStatus>(context.Source.Status, ignoreCase: true));
        Field<StringGraphType>("error").Description("What went wrong with the last try.").Resolve(context => context.Source.Error);
    }

    public static string NodeName => "Mail";
}
