using System.Text.Encodings.Web;
using Billing.Api.Connections;
using Billing.Api.Documents;
using Billing.Api.Execution;
using Billing.Api.Limits;
using Billing.Api.Organizations;
using Billing.Api.Paging;
using Billing.Api.Security;
using GraphQL;
using GraphQL.MicrosoftDI;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;

namespace Billing.Api.Http;

/// <summary>Registers the gateway. The host adds a grain factory, the read model, any <see cref="IReadinessCheck"/>,
/// <see cref="IWebhookReceiver"/> and <see cref="Billing.Contracts.Invoices.IInvoiceDocuments"/>.</summary>
public static class GatewayServices
{
    /// <typeparam name="TSchema">The schema; its graph types are made with the services that their constructors ask for.</typeparam>
    public static IServiceCollection AddBillingGateway<TSchema>(this IServiceCollection services, Action<IServiceProvider, GatewayOptions> configure)
        where TSchema : class, ISchema
    {
        services.TryAddSingleton<IClock>(SystemClock.Instance);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
        {
            var options = new GatewayOptions();
            configure(provider, options);
            return options;
        });
        services.AddSingleton(provider => provider.GetRequiredService<GatewayOptions>().Limits);
        services.AddSingleton(provider => provider.GetRequiredService<GatewayOptions>().SigningKey
            ?? throw new InvalidOperationException("Billing:Auth:SigningKey is missing."));
        services.AddSingleton(provider => new CursorCodec(provider.GetRequiredService<GatewayOptions>().CursorSecret));
        services.AddSingleton(MakeTokenReader);
        services.AddSingleton<TokenMint>();
        services.TryAddSingleton<OrganizationDirectory>();
        services.TryAddSingleton<IOrganizationScopes>(provider => provider.GetRequiredService<OrganizationDirectory>());
        services.AddSingleton<AuthorizationRule>();
        services.AddSingleton<ISchema>(MakeSchema<TSchema>);
        services.AddSingleton<IGraphQLSerializer>(new GraphQLSerializer(options => options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping));
        services.AddSingleton<Admission>();
        services.AddSingleton<DocumentSource>();
        services.AddSingleton<PreparedDocuments>();
        services.AddSingleton<OperationRunner>();
        services.AddSingleton<ResponseWriter>();
        services.AddSingleton<CallerCheck>();
        services.AddSingleton<GraphQLHttp>();
        services.AddSingleton<InvoiceDownload>();
        services.AddOpenConnections();
        services.AddCrossOrigin();
        return services;
    }

    private static ITokenReader MakeTokenReader(IServiceProvider services)
    {
        var options = services.GetRequiredService<GatewayOptions>();
        var readers = new List<ITokenReader>();
        if (options.SigningKey is { } key)
        {
            readers.Add(new SigningKeyTokens(key, services.GetRequiredService<IClock>()));
        }
        if (options.Authority is { } authority)
        {
            readers.Add(ActivatorUtilities.CreateInstance<AuthorityTokens>(services, authority));
        }
        return readers.Count > 0 ? new TokensOfEither(readers) : throw new InvalidOperationException("Neither Billing:Auth:SigningKey nor Billing:Auth:Authority is set.");
    }

    private static TSchema MakeSchema<TSchema>(IServiceProvider services)
        where TSchema : class, ISchema
    {
        var schema = ActivatorUtilities.CreateInstance<TSchema>(new SelfActivatingServiceProvider(services));
        schema.RegisterVisitor(services.GetRequiredService<AuthorizationRule>());
        AuthorizationCheck.Verify(schema);
        return schema;
    }
}
