using OptaPS.Configuration;
using OptaPS.Diagnostics;

namespace OptaPS.Operations.Layers;

/// <summary>Reads a layer's file; warnings go to the front, errors end the operation all together.</summary>
internal static class LayerLoader
{
    public static async Task<LoadedLayer> LoadAsync(
        OperationTarget target,
        string path,
        string? environment,
        IReadOnlyDictionary<string, string> variables,
        IOperationSink sink,
        CancellationToken cancellationToken)
    {
        var result = await ReadAsync(target, path, environment, variables, cancellationToken);
        foreach (var warning in result.Diagnostics.Where(d => d.Severity != Severity.Error))
            sink.Report(warning);

        return new LoadedLayer(result.EnsureSuccess(), result.Parent);
    }

    public static Task<LoadResult> ReadAsync(
        OperationTarget target,
        string path,
        string? environment,
        IReadOnlyDictionary<string, string> variables,
        CancellationToken cancellationToken) =>
        ConfigurationLoader.LoadAsync(
            Path.GetFullPath(path, target.WorkingFolder),
            new LoadOptions
            {
                EnvironmentName = environment,
                BaseDirectory = target.WorkingFolder,
                Variables = variables.ToDictionary(pair => pair.Key, pair => VariableText.Parse(pair.Value), StringComparer.Ordinal),
            },
            cancellationToken);
}
