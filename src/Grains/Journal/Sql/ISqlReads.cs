using System.Data.Common;
using System.Runtime.CompilerServices;
using Billing.Contracts.ReadModel;

namespace Billing.Grains.Journal.Sql;

/// <summary>Where a database can be read: as it is when it is asked, or as it was at one instant.</summary>
public interface ISqlReads
{
    /// <summary>Reads with a connection that refuses to write and waits for no writer.</summary>
    /// <param name="operation">Names the question in traces.</param>
    /// <exception cref="JournalUnavailableException">The store cannot be read.</exception>
    Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, [CallerMemberName] string operation = "");
}

/// <summary>One connection in the midst of a transaction: every answer is of the instant of the first.</summary>
internal sealed class SqlSnapshot(DbConnection connection) : ISqlReads
{
    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, string operation = "") => read(connection);
}
