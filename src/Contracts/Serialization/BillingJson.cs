using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Billing.Domain;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace Billing.Contracts.Serialization;

/// <summary>The one set of JSON options for events, snapshots and messages between processes.</summary>
public static class BillingJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(Polymorphism);
        resolver.Modifiers.Add(LeaveOutWhatIsComputed);
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = resolver,
            IgnoreReadOnlyProperties = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(new TextConverter<Currency>(Currency.Of, currency => currency.Code));
        options.Converters.Add(new TextConverter<Money>(ParseMoney, money => $"{money.Minor} {money.Currency.Code}"));
        options.Converters.Add(new TextConverter<OrganizationId>(text => new(text), id => id.Value));
        options.Converters.Add(new TextConverter<AccountId>(text => new(text), id => id.Value));
        options.Converters.Add(new TextConverter<MemberId>(text => new(text), id => id.Value));
        options.Converters.Add(new TextConverter<InvoiceId>(text => new(text), id => id.Value));
        options.Converters.Add(new TextConverter<SeasonId>(text => new(text), id => id.Value));
        options.Converters.Add(new TextConverter<AdHocRequestId>(text => new(text), id => id.Value));
        options.Converters.Add(new RosterConverter());
        options.Converters.Add(new TextConverter<MailId>(text => new(text), id => id.Value));
        options.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
        options.MakeReadOnly();
        return options;
    }

    private static Money ParseMoney(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return new(long.Parse(text.AsSpan(0, space)), Currency.Of(text[(space + 1)..]));
    }

    private static void Polymorphism(JsonTypeInfo info)
    {
        if (info.Type == typeof(OrganizationEvent)) Derive(info, EventKinds.All);
        else if (info.Type == typeof(Grant)) Derive(info, [(typeof(ContractGrant), "contract"), (typeof(SeatsGrant), "seats"), (typeof(PlanGrant), "plan"), (typeof(AdHocGrant), "ad-hoc")]);
        else if (info.Type == typeof(OrganizationCommand))
            Derive(info, typeof(OrganizationCommand).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(OrganizationCommand))).Select(type => (type, type.Name)));
    }

    /// <summary><see cref="JsonSerializerOptions.IgnoreReadOnlyProperties"/> still writes collections without a setter: the open invoices twice.</summary>
    private static void LeaveOutWhatIsComputed(JsonTypeInfo info)
    {
        for (var index = info.Properties.Count - 1; index >= 0; index--)
            if (info.Properties[index].Set is null) info.Properties.RemoveAt(index);
    }

    private static void Derive(JsonTypeInfo info, IEnumerable<(Type Type, string Kind)> kinds)
    {
        info.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = "$kind" };
        foreach (var (type, kind) in kinds) info.PolymorphismOptions.DerivedTypes.Add(new(type, kind));
    }
}
