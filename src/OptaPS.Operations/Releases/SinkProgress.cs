namespace OptaPS.Operations.Releases;

/// <summary>Passes what the release engine says on to the front.</summary>
internal sealed class SinkProgress(IOperationSink sink) : IProgress<string>
{
    public void Report(string value) => sink.Detail(value);
}
