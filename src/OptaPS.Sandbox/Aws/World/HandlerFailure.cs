namespace OptaPS.Sandbox.Aws.World;

/// <summary>A resource handler refuses: the operation ends as FAILED with this handler error code and text.</summary>
internal sealed class HandlerFailure(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
