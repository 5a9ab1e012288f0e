using System.Data.Common;
using Billing.Contracts.ReadModel;
using Billing.Grains.Journal.PostgreSql;
using Billing.Grains.Journal.Sqlite;
using Billing.Grains.Migrations;
using Billing.Grains.Organizations;
using Billing.Silo.CommandLine;
using Billing.Silo.Configuration;
using Billing.StripeSimulator;

// Longer than the host's own stop, which ends what is under way (F30); by default the program is gone after two seconds, whatever it is doing.
var longestStop = TimeSpan.FromSeconds(35);
try
{
    var command = Verbs.Build().Parse(args);
    foreach (var error in command.Errors) Console.Error.WriteLine(error.Message);
    return command.Errors.Count > 0 ? 2 : await command.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = longestStop });
}
catch (Exception failure) when (failure is ConfigurationException or DataDirectoryInUseException or SimulatorAddressInUseException or MigrationFailedException
    or DatabaseUnreachableException or UnsuitableDatabaseException or JournalUnavailableException or ProviderUnavailableException or DbException
    or SchemaDiffersException or WritersPresentException or RebuildUnderWayException or QuarantinedException or UnauthorizedAccessException or IOException)
{
    Console.Error.WriteLine(failure.Message);
    return 2;
}
