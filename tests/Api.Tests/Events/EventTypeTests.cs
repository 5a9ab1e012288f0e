using Billing.Api.Events;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Organizations;
using GraphQL.Types;

namespace Billing.Api.Tests.Events;

public sealed class EventTypeTests : IAsyncLifetime
{
    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await world.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    /// <summary>A published fact that no type shows could not be sent to anybody.</summary>
    [Fact]
    public void Every_published_fact_has_exactly_one_type()
    {
        var types = gateway.Services.GetRequiredService<ISchema>().AllTypes.OfType<EventGraphType>().ToList();
        foreach (var fact in typeof(PublishedEvent).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(PublishedEvent))))
        {
            var empty = (OrganizationEvent)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(fact);
            var shown = types.Where(type => type.IsTypeOf!(new PublishedEventView(new OrganizationId("org_1"), 1, FakeOrganization.Now, "ann", empty, null)));
            Assert.True(shown.Count() == 1, $"{fact.Name} is shown by: {string.Join(", ", shown.Select(type => type.Name))}.");
        }
    }

    [Fact]
    public async Task Facts_of_an_invoice_are_one_kind()
    {
        var invoice = world.Main.State.Invoice(1);
        OrganizationEvent[] facts = [new InvoiceIssued(invoice), new InvoicePaid(1, Money.Zero(Currency.Usd), null), new InvoiceVoided(1, Domain.Invoices.VoidReason.VoidedByStaff), new InvoiceRefunded(1, 1, Money.Zero(Currency.Usd))];
        world.ReadModel.Events.AddRange(facts.Select((fact, index) => new PublishedEventView(new OrganizationId("org_1"), index + 1, FakeOrganization.Now, "ann", fact, null)));
        var answer = await gateway.AskAsync("{ organization(id: \"org_1\") { events { nodes { __typename ... on InvoiceChanged { number status } } } } }");
        var told = answer.GetProperty("data").GetProperty("organization").GetProperty("events").GetProperty("nodes").EnumerateArray()
            .Select(node => $"{node.GetProperty("__typename")} {node.GetProperty("number")} {node.GetProperty("status")}");
        Assert.Equal(["InvoiceChanged 0001 OPEN", "InvoiceChanged 0001 PAID", "InvoiceChanged 0001 VOID", "InvoiceChanged 0001 PAID"], told);
    }
}
