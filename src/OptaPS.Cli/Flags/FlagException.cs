namespace OptaPS.Cli.Flags;

/// <summary>The command line is not usable; the message is what Helm would say.</summary>
internal sealed class FlagException(string message) : Exception(message);
