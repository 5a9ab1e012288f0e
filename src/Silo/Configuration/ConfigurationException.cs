namespace Billing.Silo.Configuration;

/// <summary>The program cannot start as it is configured: the message names the key, the exit status is 2.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
