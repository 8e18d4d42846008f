namespace OptaPS.Engine.Providers;

/// <summary>A provider call failed. The engine turns it into a retry or into the user's error.</summary>
public sealed class ProviderException : Exception
{
    /// <summary>Makes an exception of a failure.</summary>
    public ProviderException(ProviderFailure failure, Exception? innerException = null)
        : base(failure.Diagnostic.ToString(), innerException) => Failure = failure;

    /// <summary>What failed, and what may be done.</summary>
    public ProviderFailure Failure { get; }
}
