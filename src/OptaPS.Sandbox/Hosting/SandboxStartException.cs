namespace OptaPS.Sandbox.Hosting;

/// <summary>The sandbox could not start; <see cref="Code"/> is the stable code of the reason.</summary>
internal sealed class SandboxStartException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;
}
