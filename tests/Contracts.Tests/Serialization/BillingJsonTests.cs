using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Contracts.Serialization;
using Billing.Domain;
using Billing.Domain.Accounts;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Snapshooter.Xunit3;
using Xunit;

namespace Billing.Contracts.Tests.Serialization;

public class BillingJsonTests
{
    private static readonly JsonSerializerOptions Pretty = new(BillingJson.Options) { WriteIndented = true };

    public static TheoryData<Type> Events => [.. Concrete<OrganizationEvent>()];

    public static TheoryData<Type> AccountEvents => [.. Concrete<AccountEvent>()];

    public static TheoryData<Type> Commands => [.. Concrete<OrganizationCommand>()];

    public static TheoryData<Type> Grants => [.. Concrete<Grant>()];

    [Theory, MemberData(nameof(Events), DisableDiscoveryEnumeration = true)]
    public void D10_every_event_round_trips_by_itself_and_by_its_kind(Type type)
    {
        var fact = (OrganizationEvent)Sample.Of(type);
        RoundTrips(fact, type);
        var restored = RoundTrips(fact, typeof(OrganizationEvent));
        Assert.IsType(type, restored);
    }

    [Theory, MemberData(nameof(AccountEvents), DisableDiscoveryEnumeration = true)]
    public void D10_every_event_of_an_account_round_trips(Type type) => RoundTrips(Sample.Of(type), type);

    [Theory, MemberData(nameof(Commands), DisableDiscoveryEnumeration = true)]
    public void D10_every_command_round_trips(Type type) => Assert.IsType(type, RoundTrips(Sample.Of(type), typeof(OrganizationCommand)));

    [Theory, MemberData(nameof(Grants), DisableDiscoveryEnumeration = true)]
    public void D10_every_grant_round_trips(Type type) => Assert.IsType(type, RoundTrips(Sample.Of(type), typeof(Grant)));

    [Fact]
    public void D10_a_state_with_everything_in_it_round_trips()
    {
        RoundTrips(Sample.Of<OrganizationState>(), typeof(OrganizationState));
        RoundTrips(Sample.Of<Account>(), typeof(Account));
    }

    [Fact]
    public void D10_what_is_computed_is_not_written() =>
        Assert.DoesNotContain("openInvoices", JsonSerializer.Serialize(Sample.Of<OrganizationState>(), BillingJson.Options), StringComparison.Ordinal);

    [Fact]
    public void D10_a_new_organizations_state_round_trips()
    {
        var created = Sample.Of<OrganizationCreated>();
        var state = OrganizationFold.Start(new(1, 1, created.Owner.InvitedAt, "staff", created));
        var restored = (OrganizationState)RoundTrips(state, typeof(OrganizationState));
        Assert.Equal(Currency.Usd, restored.Currency);
        Assert.Null(restored.Contract);
    }

    [Fact]
    public void D10_every_event_has_a_kind_of_its_own()
    {
        Assert.Equal(Concrete<OrganizationEvent>().Order(ByName), EventKinds.All.Select(pair => pair.Type).Order(ByName));
        Assert.Equal(EventKinds.All.Count(), EventKinds.All.Select(pair => pair.Kind).Distinct().Count());
        Assert.All(Concrete<OrganizationEvent>(), type =>
        {
            var (kind, version) = EventKinds.Of((OrganizationEvent)Sample.Of(type));
            Assert.Equal(type, EventKinds.Find(kind, version));
            Assert.Null(EventKinds.Find(kind, version + 1));
        });
        Assert.All(Concrete<AccountEvent>(), type => Assert.Equal(type, AccountEventKinds.Find(AccountEventKinds.Of((AccountEvent)Sample.Of(type)), 1)));
        Assert.Null(EventKinds.Find("of the future", 1));
    }

    /// <summary>What is in journals already must stay readable: a difference here needs a new version of the kind and a reader of the old one.</summary>
    [Fact]
    public void D10_the_shape_of_every_event_is_as_recorded()
    {
        var all = new JsonObject();
        foreach (var (type, kind) in EventKinds.All.OrderBy(pair => pair.Kind, StringComparer.Ordinal))
            all[kind] = JsonSerializer.SerializeToNode(Sample.Of(type), type, BillingJson.Options);
        Snapshot.Match(all.ToJsonString(Pretty) + "\n", "events");
    }

    [Theory]
    [InlineData("JPY", 1_234, "1234 JPY"), InlineData("USD", -5, "-5 USD"), InlineData("KWD", long.MaxValue, "9223372036854775807 KWD")]
    public void P11_money_is_minor_units_and_a_code(string currency, long minor, string text)
    {
        var json = JsonSerializer.Serialize(new Money(minor, Currency.Of(currency)), BillingJson.Options);
        Assert.Equal($"\"{text}\"", json);
        Assert.Equal(new Money(minor, Currency.Of(currency)), JsonSerializer.Deserialize<Money>(json, BillingJson.Options));
    }

    private static IComparer<Type> ByName { get; } = Comparer<Type>.Create((left, right) => string.CompareOrdinal(left.FullName, right.FullName));

    private static IEnumerable<Type> Concrete<T>() => typeof(T).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(T)));

    private static object RoundTrips(object value, Type type)
    {
        var json = JsonSerializer.Serialize(value, type, BillingJson.Options);
        var restored = JsonSerializer.Deserialize(json, type, BillingJson.Options)!;
        Assert.Equal(json, JsonSerializer.Serialize(restored, type, BillingJson.Options));
        return restored;
    }
}
