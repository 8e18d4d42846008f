namespace OptaPS.Cli.Demo;

/// <summary>The demo saw something else than it should have.</summary>
internal sealed class DemoException(string message) : Exception(message);
