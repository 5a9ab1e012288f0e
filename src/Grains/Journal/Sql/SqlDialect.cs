namespace Billing.Grains.Journal.Sql;

/// <summary>The few words in which the databases differ.</summary>
/// <param name="Contains">A condition: the first text contains the second.</param>
/// <param name="JsonElements">A source of rows with one column, value: the elements of a parameter's JSON array.</param>
/// <param name="Is">A condition: a column of the kind yes or no has this value. SQLite takes an index only where the index says it in the same words.</param>
/// <param name="OneOf">A condition: a text is one of a parameter's list, an array.</param>
/// <param name="BeginSnapshot">Begins a transaction whose questions are all answered as of the first.</param>
internal sealed record SqlDialect(
    Func<string, string, string> Contains, Func<string, string> JsonElements, Func<string, bool, string> Is, Func<string, string, string> OneOf,
    string BeginSnapshot);
