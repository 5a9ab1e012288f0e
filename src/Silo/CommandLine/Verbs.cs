using System.CommandLine;

namespace Billing.Silo.CommandLine;

/// <summary>The program's verbs. Settings go to the configuration: <c>--Billing:DataDirectory=…</c>, <c>--urls …</c>; what is neither is refused.</summary>
internal static class Verbs
{
    public static RootCommand Build()
    {
        var root = new RootCommand("Billing.Orleans: seat billing for a hosted product. Without a verb it serves.");
        Add(root, new Command("serve", "Starts the service (the default)."), (_, rest) => ServeVerb.RunAsync(rest));
        Add(root, Token(), TokenVerb.RunAsync);
        Add(root, new Command("schema", "Prints the GraphQL schema as SDL."), (_, rest) => SchemaVerb.RunAsync(rest));
        Add(root, new Command("migrate", "Brings the database to this program's version, and prints what was done."), (_, rest) => MigrateVerb.RunAsync(rest));
        Add(root, new Command("demo", "Fills an empty data directory with two accounts whose organizations show every state."), (_, rest) => Demo.DemoVerb.RunAsync(rest));
        Add(root, Simulator(), SimulatorVerb.RunAsync);
        Add(root, new Command("rebuild", "Makes the read model anew from the journal; ended in the midst of it, it goes on where it was. The service must be stopped."), (_, rest) => RebuildVerb.RunAsync(rest));
        Add(root, Verify(), VerifyVerb.RunAsync);
        Add(root, Export(), ExportVerb.RunAsync);
        Add(root, Backup(), BackupVerb.RunAsync);
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((result, _) => ServeVerb.RunAsync(Settings.Of(result)));
        return root;
    }

    private static Command Token() => new("token", "Mints a token with the configured key and prints it, nothing else.")
    {
        TokenVerb.Role, TokenVerb.Subject, TokenVerb.Hours,
    };

    private static Command Simulator() => new("simulator", "Runs the Stripe stand-in alone, for the processes of a cluster to share (Development).")
    {
        SimulatorVerb.Webhooks,
    };

    private static Command Verify() => new("verify", "Looks at every history, the rows that follow from it, and what the payment provider took. Exit status 1 where something is found.")
    {
        VerifyVerb.WithoutProvider,
    };

    private static Command Export() => new("export", "Prints an account's whole history, and its organizations', as JSON Lines.") { ExportVerb.Account };

    private static Command Backup() => new("backup", "Copies a SQLite data directory, also under a running service, into a folder that another service can start on.") { BackupVerb.To };

    private static void Add(RootCommand root, Command command, Func<ParseResult, string[], Task<int>> run)
    {
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((result, _) => run(result, Settings.Of(result)));
        root.Subcommands.Add(command);
    }
}
