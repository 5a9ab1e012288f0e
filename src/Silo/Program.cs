using System.Data.Common;
using Billing.Contracts.ReadModel;
using Billing.Grains.Journal.PostgreSql;
using Billing.Grains.Journal.Sqlite;
using Billing.Grains.Migrations;
using Billing.Grains.Organizations;
using Billing.Silo.CommandLine;
using Billing.Silo.Configuration;
using Billing.StripeSimulator;

try
{
    var command = Verbs.Build().Parse(args);
    foreach (var error in command.Errors) Console.Error.WriteLine(error.Message);
    if (command.Errors.Count > 0) return 2;
    // Signals are the host's where there is one, which ends what is under way first (F30): the command line's own limit of two seconds would cut it
    // off. A verb may be ended anywhere, and is ended at once.
    return await command.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (Exception failure) when (failure is ConfigurationException or DataDirectoryInUseException or SimulatorAddressInUseException or MigrationFailedException
    or DatabaseUnreachableException or UnsuitableDatabaseException or JournalUnavailableException or ProviderUnavailableException or DbException
    or SchemaDiffersException or WritersPresentException or RebuildUnderWayException or QuarantinedException or UnauthorizedAccessException or IOException)
{
    Console.Error.WriteLine(failure.Message);
    return 2;
}
