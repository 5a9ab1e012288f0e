using Billing.Domain;
using Billing.Domain.Payments;
using Billing.Grains.Maintenance;
using Microsoft.Extensions.Logging;
using NodaTime;
using Stripe;

namespace Billing.Grains.Payments;

/// <summary>The payment provider on Stripe (reliability.md, Charging). It keeps no state: one instance serves the process.</summary>
public sealed class StripePaymentProvider : IPaymentProvider, IProviderLedger, IDisposable
{
    private const string BadId = "invalid_id";
    private const string BadAmount = "amount_not_representable";
    private const string TooManyPages = "too_many_pages";
    private const int PageSize = 100;
    private const int MostPages = 100;
    private const long LongestBodyInBytes = 8 * 1024 * 1024;

    // Since API version 2026-09-30, which the client is past, Stripe refuses the older payment_method_types: 400
    // payment_method_types_no_longer_supported.
    private static readonly List<string> CardOnly = ["card"];

    private readonly HttpClient _http;
    private readonly V1Services _stripe;
    private readonly StripeCalls _calls;
    private readonly ILogger _logger;

    /// <param name="time">For time-outs and waits. The system's, never an organization's test clock.</param>
    /// <param name="handler">What carries the requests, disposed with the provider; null for the network.</param>
    /// <exception cref="ArgumentException">The options have a problem; the message names the key.</exception>
    public StripePaymentProvider(
        StripeOptions options, TimeProvider time, ILogger<StripePaymentProvider> logger, HttpMessageHandler? handler = null)
    {
        if (options.Problem() is { } problem)
            throw new ArgumentException(problem, nameof(options));

        _logger = logger;
        _calls = new StripeCalls(time, logger);
        // The calls bring their own time-out, measured by the injected time. Retries are ours (one key, few codes), telemetry is off.
        _http = new HttpClient(handler ?? Network())
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LongestBodyInBytes,
        };
        _stripe = new StripeClient(new StripeClientOptions
        {
            ApiKey = options.ApiKey,
            ApiBase = string.IsNullOrEmpty(options.ApiBase) ? null : options.ApiBase.TrimEnd('/'),
            HttpClient = new SystemNetHttpClient(_http, maxNetworkRetries: 0, enableTelemetry: false),
        }).V1;
    }

    public void Dispose() => _http.Dispose();

    public Task<ProviderAnswer<CustomerView>> CreateCustomerAsync(string key, string deployment, OrganizationId organization)
    {
        var request = new CustomerCreateOptions { Metadata = StripeMetadata.OfCustomer(deployment, organization) };
        return _calls.RunAsync("create customer", organization.Value, key,
            (options, token) => _stripe.Customers.CreateAsync(request, options, token), StripeViews.Customer);
    }

    public Task<ProviderAnswer<SetupIntentView>> CreateSetupIntentAsync(string key, string customerId)
    {
        const string Operation = "create setup intent";
        if (!StripeText.IsId(customerId))
            return Task.FromResult(_calls.Misconfigured<SetupIntentView>(Operation, "", BadId));

        var request = new SetupIntentCreateOptions { Customer = customerId, AllowedPaymentMethodTypes = CardOnly, Usage = "off_session" };
        return _calls.RunAsync(Operation, customerId, key,
            (options, token) => _stripe.SetupIntents.CreateAsync(request, options, token), StripeViews.SetupIntent);
    }

    public Task<ProviderAnswer<CardView>> AttachCardAsync(string key, string customerId, string paymentMethodId)
    {
        const string Operation = "attach card";
        if (!StripeText.IsId(customerId) || !StripeText.IsId(paymentMethodId))
            return Task.FromResult(_calls.Misconfigured<CardView>(Operation, StripeText.IsId(customerId) ? customerId : "", BadId));

        var request = new PaymentMethodAttachOptions { Customer = customerId };
        return _calls.RunAsync(Operation, customerId, key,
            (options, token) => _stripe.PaymentMethods.AttachAsync(paymentMethodId, request, options, token), StripeViews.Card);
    }

    public Task<ProviderAnswer<IntentView>> CreateIntentAsync(string key, CreateIntent request)
    {
        const string Operation = "create payment intent";
        var subject = request.Metadata.InvoiceId;
        if (!StripeText.IsId(request.CustomerId) || !StripeText.IsId(request.PaymentMethodId))
            return Task.FromResult(_calls.Misconfigured<IntentView>(Operation, subject, BadId));
        if (!StripeAmount.TryToStripe(request.Amount, request.Currency, out var amount))
            return Task.FromResult(_calls.Misconfigured<IntentView>(Operation, subject, BadAmount));

        var intent = new PaymentIntentCreateOptions
        {
            Amount = amount,
            Currency = request.Currency.ToLowerInvariant(),
            Customer = request.CustomerId,
            PaymentMethod = request.PaymentMethodId,
            AllowedPaymentMethodTypes = CardOnly,
            Metadata = StripeMetadata.OfIntent(request.Metadata),
        };
        return _calls.RunAsync(Operation, subject, key,
            (options, token) => _stripe.PaymentIntents.CreateAsync(intent, options, token), StripeViews.Intent);
    }

    public Task<ProviderAnswer<IntentView>> ConfirmIntentAsync(string key, string intentId, string paymentMethodId, bool offSession)
    {
        const string Operation = "confirm payment intent";
        if (!StripeText.IsId(intentId) || !StripeText.IsId(paymentMethodId))
            return Task.FromResult(_calls.Misconfigured<IntentView>(Operation, StripeText.IsId(intentId) ? intentId : "", BadId));

        var request = new PaymentIntentConfirmOptions
        {
            PaymentMethod = paymentMethodId,
            OffSession = offSession,
            // Stripe's library in the browser handles what the bank asks for, so no page to return to is needed.
            UseStripeSdk = true,
        };
        return _calls.RunAsync(Operation, intentId, key,
            (options, token) => _stripe.PaymentIntents.ConfirmAsync(intentId, request, options, token), StripeViews.Intent);
    }

    public Task<ProviderAnswer<IntentView>> GetIntentAsync(string intentId)
    {
        const string Operation = "retrieve payment intent";
        return StripeText.IsId(intentId)
            ? _calls.RunAsync(Operation, intentId, null,
                (options, token) => _stripe.PaymentIntents.GetAsync(intentId, null, options, token), StripeViews.Intent)
            : Task.FromResult(_calls.Misconfigured<IntentView>(Operation, "", BadId));
    }

    public async Task<ProviderAnswer<IntentList>> ListIntentsAsync(string customerId, Instant since)
    {
        // Stripe's instants are whole seconds, rounded down: so must ours be, or the first second's intents would be missed.
        var created = new DateRangeOptions { GreaterThanOrEqual = Instant.FromUnixTimeSeconds(since.ToUnixTimeSeconds()).ToDateTimeUtc() };
        var answer = await ListAsync<PaymentIntent, IntentView>("list payment intents", customerId, StripeViews.Intent,
            (after, options, token) => _stripe.PaymentIntents.ListAsync(
                new() { Customer = customerId, Created = created, Limit = PageSize, StartingAfter = after }, options, token));
        return answer.Value is { } intents
            ? new(AnswerKind.Done, new IntentList([.. intents.OrderByDescending(intent => intent.CreatedAt)]))
            : WithoutValue<List<IntentView>, IntentList>(answer);
    }

    public Task<ProviderAnswer<IntentView>> CancelIntentAsync(string key, string intentId)
    {
        const string Operation = "cancel payment intent";
        return StripeText.IsId(intentId)
            ? _calls.RunAsync(Operation, intentId, key,
                (options, token) => _stripe.PaymentIntents.CancelAsync(intentId, null, options, token), StripeViews.Intent)
            : Task.FromResult(_calls.Misconfigured<IntentView>(Operation, "", BadId));
    }

    public Task<ProviderAnswer<RefundView>> RefundAsync(
        string key, string intentId, long amount, string currency, IntentMetadata metadata, int refundNumber)
    {
        const string Operation = "refund payment intent";
        if (!StripeText.IsId(intentId))
            return Task.FromResult(_calls.Misconfigured<RefundView>(Operation, "", BadId));
        if (!StripeAmount.TryToStripe(amount, currency, out var stripeAmount))
            return Task.FromResult(_calls.Misconfigured<RefundView>(Operation, intentId, BadAmount));

        var request = new RefundCreateOptions
        {
            PaymentIntent = intentId,
            Amount = stripeAmount,
            Metadata = StripeMetadata.OfRefund(metadata, refundNumber),
        };
        return _calls.RunAsync(Operation, intentId, key,
            (options, token) => _stripe.Refunds.CreateAsync(request, options, token), StripeViews.Refund);
    }

    public async Task<ProviderAnswer<RefundList>> ListRefundsAsync(string intentId)
    {
        var answer = await ListAsync<Refund, RefundView>("list refunds", intentId, StripeViews.Refund,
            (after, options, token) => _stripe.Refunds.ListAsync(
                new() { PaymentIntent = intentId, Limit = PageSize, StartingAfter = after }, options, token));
        return answer.Value is { } refunds
            ? new(AnswerKind.Done, new RefundList([.. refunds]))
            : WithoutValue<List<RefundView>, RefundList>(answer);
    }

    /// <summary>As long as the account's history is: what bounds it is that each page goes on behind the last (D8).</summary>
    public async IAsyncEnumerable<ProviderAnswer<IntentList>> PagesAsync()
    {
        const string Operation = "list all payment intents";
        string? after = null;
        while (true)
        {
            var last = after;
            var answer = await _calls.RunAsync(Operation, "", null,
                (options, token) => _stripe.PaymentIntents.ListAsync(new() { Limit = PageSize, StartingAfter = last }, options, token),
                list => IsPage(list) ? list : null);
            if (answer.Value is not { } list)
            {
                yield return WithoutValue<StripeList<PaymentIntent>, IntentList>(answer);
                yield break;
            }

            yield return new(AnswerKind.Done, new IntentList([.. Views(list.Data, "", StripeViews.Intent)]));
            if (!list.HasMore) yield break;
            after = list.Data[^1].Id;
            if (after != last) continue;
            yield return _calls.Unknown<IntentList>(Operation, "", TooManyPages);
            yield break;
        }
    }

    /// <summary>All pages, in Stripe's order, which is newest first; each page is a call of its own. An end that never comes is an error
    /// (D8).</summary>
    private async Task<ProviderAnswer<List<TView>>> ListAsync<TEntity, TView>(
        string operation,
        string subject,
        Func<TEntity, TView?> read,
        Func<string?, RequestOptions, CancellationToken, Task<StripeList<TEntity>>> send)
        where TEntity : class, IStripeEntity, IHasId
        where TView : class
    {
        if (!StripeText.IsId(subject))
            return _calls.Misconfigured<List<TView>>(operation, "", BadId);

        var views = new List<TView>();
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await _calls.RunAsync(operation, subject, null,
                (options, token) => send(after, options, token), list => IsPage(list) ? list : null);
            if (answer.Value is not { } list)
                return WithoutValue<StripeList<TEntity>, List<TView>>(answer);

            views.AddRange(Views(list.Data, subject, read));
            if (!list.HasMore)
                return new(AnswerKind.Done, views);

            after = list.Data[^1].Id;
        }

        return _calls.Unknown<List<TView>>(operation, subject, TooManyPages);
    }

    private IEnumerable<TView> Views<TEntity, TView>(IEnumerable<TEntity> entities, string subject, Func<TEntity, TView?> read)
        where TEntity : class, IHasId
        where TView : class
    {
        foreach (var entity in entities)
        {
            if (read(entity) is { } view)
                yield return view;
            else
                StripeLog.Skipped(_logger, entity.Id, subject);
        }
    }

    private static bool IsPage<TEntity>(StripeList<TEntity>? list)
        where TEntity : class, IStripeEntity, IHasId =>
        list is { Object: "list", Data: { } data } && (data.Count > 0 || !list.HasMore) && data.All(entity => StripeText.IsId(entity?.Id));

    private static ProviderAnswer<TTo> WithoutValue<TFrom, TTo>(ProviderAnswer<TFrom> answer)
        where TFrom : class
        where TTo : class => new(answer.Kind, null, answer.Code, answer.DeclineCode, answer.Message);

    private static SocketsHttpHandler Network() => new()
    {
        AllowAutoRedirect = false, // A redirected POST turns into a GET: not what was asked for.
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
