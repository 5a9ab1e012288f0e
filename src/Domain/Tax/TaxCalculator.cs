namespace Billing.Domain.Tax;

/// <summary>Tax of one line, before it is rounded into an invoice. Stripe Tax or another provider can answer in place of a fixed rate.</summary>
public interface ITaxCalculator
{
    /// <summary>The rate for a contract in parts per million of the price: 88,750 is 8.875 %. It must not change between a preview and its purchase
    /// unless the preview is to be refused as stale (A26).</summary>
    int RatePpm(int? contractTaxRatePpm);
}

/// <summary>The contract's own rate; none, no tax (A65).</summary>
public sealed class ContractTax : ITaxCalculator
{
    public static ContractTax Instance { get; } = new();

    public int RatePpm(int? contractTaxRatePpm) => contractTaxRatePpm ?? 0;
}
