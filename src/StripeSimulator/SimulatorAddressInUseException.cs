namespace Billing.StripeSimulator;

/// <summary>Another program listens on the simulator's port already.</summary>
public sealed class SimulatorAddressInUseException : IOException
{
    public SimulatorAddressInUseException()
    {
    }

    public SimulatorAddressInUseException(string message)
        : base(message)
    {
    }

    public SimulatorAddressInUseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal SimulatorAddressInUseException(Uri url, Exception innerException)
        : base($"The Stripe simulator cannot listen on {url}: port {url.Port} is taken by another program.", innerException) => Port = url.Port;

    /// <summary>The port that is taken.</summary>
    public int Port { get; }
}
