namespace Billing.Contracts;

/// <summary>The order may or may not have been carried out, or nothing could be: try again with the same key (D2).</summary>
[GenerateSerializer, Alias("Billing.UnavailableException")]
public sealed class UnavailableException : Exception
{
    public UnavailableException()
    {
    }

    public UnavailableException(string message)
        : base(message)
    {
    }

    public UnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
