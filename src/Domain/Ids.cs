namespace Billing.Domain;

/// <summary>An organization's id: <c>org_</c> and 128 random bits (A42).</summary>
public readonly record struct OrganizationId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>An account's id: <c>acc_</c> and 128 bits (A42).</summary>
public readonly record struct AccountId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A member's id: <c>mem_</c> and 128 random bits, or the id that the product's back end gave (A42).</summary>
public readonly record struct MemberId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A season's id: <c>sea_</c> and 128 random bits (A42).</summary>
public readonly record struct SeasonId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>The id of a request for ad hoc seats: <c>adh_</c> and 128 random bits (A42).</summary>
public readonly record struct AdHocRequestId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>An invoice's id: <c>inv_</c> and 128 random bits. It names the invoice at the payment provider; its number repeats across organizations (P13).</summary>
public readonly record struct InvoiceId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A mail's id: <c>mail_</c> and 128 random bits.</summary>
public readonly record struct MailId(string Value)
{
    public override string ToString() => Value;
}
