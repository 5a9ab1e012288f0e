using Billing.Domain.Invoices;
using Billing.Domain.Payments;
using Billing.Grains.Tests.Organizations.Fakes;

namespace Billing.Simulation.Tests.World;

/// <summary>What the bank says to the first, second, third confirmation of an invoice that reaches it: by seed and number alone, so that the same orders
/// without a fault hear the same.</summary>
internal sealed class Bank(int seed, Func<IntentMetadata, Invoice?> find)
{
    private readonly Dictionary<string, int> asked = [];

    /// <summary>Confirmations that reached it.</summary>
    public int Asked(string invoiceNumber) => asked.GetValueOrDefault(invoiceNumber);

    public CardBehavior Word(History history, FakeIntent intent)
    {
        history.Auditor.Confirming(intent, find(intent.Metadata));
        return Word(intent.Metadata.InvoiceNumber);
    }

    public CardBehavior Word(string invoiceNumber)
    {
        var time = asked[invoiceNumber] = Asked(invoiceNumber) + 1;
        if (invoiceNumber == "0001" && seed % 16 != 0) return CardBehavior.Succeeds;
        var number = int.Parse(invoiceNumber);
        var invoice = new Random(HashCode(seed, number, 0)).Next(100);
        if (invoice < 22) return invoice < 4 ? CardBehavior.Stolen : CardBehavior.Declines;
        return new Random(HashCode(seed, number, time)).Next(100) switch
        {
            < 55 => CardBehavior.Succeeds,
            < 68 => CardBehavior.Declines,
            < 70 => CardBehavior.Stolen,
            < 92 => CardBehavior.NeedsAction,
            _ => CardBehavior.Processes,
        };
    }

    /// <summary>The same in every process that runs this: the runtime's own hash codes are not.</summary>
    private static int HashCode(int one, int two, int three) => unchecked((((one * 397) ^ (two * 7_919)) * 31) ^ (three * 104_729));
}
