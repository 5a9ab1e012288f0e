using System.Globalization;
using System.Security.Cryptography;
using Billing.Api.Limits;
using Billing.Domain.Catalog;
using Billing.Grains.Events;
using Billing.Grains.Mail;
using Billing.Grains.Payments;
using NodaTime;
using NodaTime.Text;

namespace Billing.Silo.Configuration;

/// <summary>The configuration, read and checked before anything starts. Keys and defaults are those of the README's table.</summary>
internal sealed class SiloConfiguration
{
    private readonly IConfiguration configuration;

    public SiloConfiguration(IConfiguration configuration, bool isDevelopment)
    {
        this.configuration = configuration;
        IsDevelopment = isDevelopment;
        DataDirectory = Path.GetFullPath(Text("Billing:DataDirectory") ?? "data");
        Cluster = new(configuration);
        InvoiceDueDays = Number("Billing:InvoiceDueDays", 30, 1, 365);
        Holidays = ReadHolidays();
        Mail = ReadMail();
        Smtp = ReadSmtp();
    }

    public bool IsDevelopment { get; }

    /// <summary>SQLite files, generated development key, mail as .eml files.</summary>
    public string DataDirectory { get; }

    /// <summary>SEND_INVOICE: days until due (A39).</summary>
    public int InvoiceDueDays { get; }

    /// <summary>Days that are no business days for requests to staff (A13).</summary>
    public IReadOnlySet<LocalDate> Holidays { get; }

    /// <summary>Which database, alone or with others, and in which part.</summary>
    public ClusterSettings Cluster { get; }

    public MailOptions Mail { get; }

    /// <summary>Null: mail goes to files.</summary>
    public SmtpOptions? Smtp { get; }

    public string MailDirectory => Path.Combine(DataDirectory, "mail");

    public Uri SimulatorUrl => SimulatorUrlOf(configuration);

    /// <summary>What the simulator remembers, in the data directory.</summary>
    public const string SimulatorFile = "stripe-simulator.jsonl";

    public static Uri SimulatorUrlOf(IConfiguration configuration) =>
        Uri.TryCreate(configuration["Simulator:Url"] is { Length: > 0 } text ? text : "http://127.0.0.1:12111", UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp
            ? url : throw new ConfigurationException("Simulator:Url is no http address.");

    /// <summary>Without a key, in Development, the simulator takes the provider's place. Several processes need one that they share.</summary>
    public bool UsesSimulator => IsDevelopment && !Cluster.IsCluster && Text("Stripe:ApiKey") is null;

    /// <summary>Where several processes tell each other of live events; null: they stay in the process.</summary>
    /// <exception cref="ConfigurationException">It is no connection string for Redis.</exception>
    public string? ReadRedis()
    {
        if (Text("ConnectionStrings:Redis") is not { } redis) return null;
        return RedisDoorbell.IsConnectionString(redis) ? redis : throw new ConfigurationException("ConnectionStrings:Redis is no connection string for Redis: localhost:6379.");
    }

    public Catalog ReadCatalog() => CatalogFile.Read(Text("Billing:Catalog") ?? Path.Combine(AppContext.BaseDirectory, "catalog.json"));

    /// <exception cref="ConfigurationException">Outside Development a key is required.</exception>
    public StripeOptions ReadStripe()
    {
        var options = new StripeOptions
        {
            ApiKey = Text("Stripe:ApiKey") ?? "",
            ApiBase = Text("Stripe:ApiBase"),
            WebhookSecret = Text("Stripe:WebhookSecret"),
            PublishableKey = Text("Stripe:PublishableKey"),
        };
        if (UsesSimulator)
        {
            options.ApiKey = "sk_test_simulator";
            options.PublishableKey = "pk_test_simulator";
            options.WebhookSecret = "whsec_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        }
        else if (options.Problem() is { } problem)
        {
            throw new ConfigurationException(IsDevelopment && Cluster.IsCluster && options.ApiKey == ""
                ? problem + " The processes of a cluster share one simulator: start it with the verb simulator, and set Stripe:ApiKey=sk_test_simulator, Stripe:ApiBase and Stripe:WebhookSecret."
                : problem);
        }

        return options;
    }

    /// <summary>Who may come in: the key that signs tokens, the provider whose tokens are good.</summary>
    public AuthSettings ReadAuth() => new(configuration, IsDevelopment, DataDirectory);

    /// <summary>Whose pages may come, with which documents.</summary>
    public FrontEndSettings ReadFrontEnds() => new(configuration);

    /// <summary>What one caller may ask of the gateway: Billing:Limits, each by its name.</summary>
    /// <exception cref="ConfigurationException">One is unknown, no number, or out of its range.</exception>
    public GatewayLimits ReadLimits()
    {
        var limits = new GatewayLimits();
        try
        {
            configuration.GetSection("Billing:Limits").Bind(limits, options => options.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException wrong)
        {
            throw new ConfigurationException("Billing:Limits: " + wrong.Message);
        }

        return limits.Problem() is { } problem ? throw new ConfigurationException("Billing:Limits: " + problem) : limits;
    }

    private HashSet<LocalDate> ReadHolidays()
    {
        var holidays = new HashSet<LocalDate>();
        foreach (var text in (Text("Billing:Holidays") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date))
                throw new ConfigurationException($"Billing:Holidays: '{text}' is no date: 2025-12-25,2025-12-26.");
            holidays.Add(date);
        }

        return holidays;
    }

    private MailOptions ReadMail()
    {
        var mail = new MailOptions();
        mail = mail with
        {
            ProductName = Text("Billing:ProductName") ?? mail.ProductName,
            ProductUrl = Text("Billing:ProductUrl") ?? mail.ProductUrl,
            StaffEmail = Text("Billing:StaffEmail") ?? mail.StaffEmail,
            SellerDetails = (Text("Billing:SellerDetails") ?? "").Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            From = Text("Smtp:From") ?? mail.From,
        };
        if (!IsDevelopment && Text("Smtp:Host") is not null && Text("Billing:StaffEmail") is null)
            throw new ConfigurationException("Billing:StaffEmail is missing: customers reply to it, and ask it for bank details.");
        return mail.Problem() is { } problem ? throw new ConfigurationException(problem) : mail;
    }

    private SmtpOptions? ReadSmtp()
    {
        if (Text("Smtp:Host") is not { } host) return null;
        var security = Text("Smtp:Security") ?? nameof(SmtpSecurity.Auto);
        if (!Enum.TryParse<SmtpSecurity>(security, ignoreCase: true, out var parsed))
            throw new ConfigurationException("Smtp:Security is none of Auto, None, StartTls, SslOnConnect.");
        var smtp = new SmtpOptions
        {
            Host = host,
            Port = Number("Smtp:Port", 0, 0, 65535),
            User = Text("Smtp:User"),
            Password = Text("Smtp:Password"),
            From = Text("Smtp:From"),
            Security = parsed,
        };
        return smtp.Problem() is { } problem ? throw new ConfigurationException(problem) : smtp;
    }

    private string? Text(string key) => configuration[key] is { Length: > 0 } text ? text : null;

    private int Number(string key, int otherwise, int least, int most)
    {
        if (Text(key) is not { } text) return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number : throw new ConfigurationException($"{key} is not a whole number from {least} to {most}.");
    }
}
