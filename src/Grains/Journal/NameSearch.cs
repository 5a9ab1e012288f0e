namespace Billing.Grains.Journal;

/// <summary>How names are compared in searches: any case, in any script. The database keeps the folded name and looks for a part of it.</summary>
internal static class NameSearch
{
    public static string Fold(string name) => name.ToUpperInvariant();
}
