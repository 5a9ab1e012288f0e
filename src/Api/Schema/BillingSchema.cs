using Billing.Api.Errors;
using Billing.Api.Events;
using Billing.Api.Paging;
using GraphQL;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Api.Schema;

/// <summary>The public contract of the gateway.</summary>
public sealed class BillingSchema : GraphQL.Types.Schema
{
    public BillingSchema(IServiceProvider services)
        : base(services)
    {
        Description = "Seat billing: contracts, seats, invoices, payments.";
        Query = new QueryType(services.GetRequiredService<CursorCodec>());
        Mutation = new MutationType();
        Subscription = new SubscriptionType(services.GetRequiredService<CursorCodec>());
        Features.RepeatableDirectives = true;
        Features.DeprecationOfInputValues = true;
        Directives.Register(SpecifiedBy.Directive);
        this.RegisterVisitor(new WholeIntrospection());
        this.RegisterType<RuleErrorType>();
        foreach (var type in EventTypes.All) this.RegisterType(type);
    }
}
