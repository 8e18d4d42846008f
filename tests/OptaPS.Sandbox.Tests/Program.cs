namespace OptaPS.Sandbox.Tests;

/// <summary>The test assembly as a program: serves a sandbox on a folder.</summary>
internal static class Program
{
    public static Task<int> Main(string[] arguments) => SandboxServer.RunAsync(new SandboxServerOptions(arguments[0]) { TimeScale = 50_000 }, Console.Out, CancellationToken.None);
}
