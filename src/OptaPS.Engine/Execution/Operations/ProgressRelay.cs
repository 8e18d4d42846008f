namespace OptaPS.Engine.Execution.Operations;

/// <summary>Hands progress on at once, on the caller's thread.</summary>
internal sealed class ProgressRelay(Action<string> report) : IProgress<string>
{
    public void Report(string value) => report(value);
}
