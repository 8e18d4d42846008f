using System.Globalization;
using System.Security.Cryptography;
using OptaPS.Diagnostics;
using OptaPS.Engine.Planning;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Sessions;

namespace OptaPS.Operations.Plans;

/// <summary>What a plan was made of beside the layer's own state: its files by digest, and its environment by the version of its state.</summary>
internal static class PlanInputs
{
    private const string FilePrefix = "file:";
    private const string LayerPrefix = "layer:";

    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(Session session, LoadedLayer loaded, CancellationToken cancellationToken)
    {
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal) { [FilePrefix + loaded.File.Path] = await DigestAsync(loaded.File.Path, cancellationToken) };
        if (loaded.Parent is { } parent)
        {
            inputs[FilePrefix + parent.Path] = await DigestAsync(parent.Path, cancellationToken);
            inputs[LayerPrefix + parent.Name] = await VersionAsync(session, parent.Name, cancellationToken);
        }

        return inputs;
    }

    /// <summary>Refuses a saved plan whose inputs are not what they were. A file that is not here (another machine) is told and left out: the plan holds all that it says.</summary>
    /// <exception cref="OptaException">An input moved (OPTA2404).</exception>
    public static async Task CheckAsync(Session session, SavedPlanHeader plan, IOperationSink sink, CancellationToken cancellationToken)
    {
        var moved = new List<string>();
        foreach (var (name, value) in plan.Extras.Inputs)
        {
            if (name.StartsWith(LayerPrefix, StringComparison.Ordinal))
            {
                if (await VersionAsync(session, name[LayerPrefix.Length..], cancellationToken) != value)
                    moved.Add($"the environment '{name[LayerPrefix.Length..]}'");
            }
            else if (!File.Exists(name[FilePrefix.Length..]))
            {
                sink.Detail($"{name[FilePrefix.Length..]} is not here; whether it changed since the plan was saved is not known.");
            }
            else if (await DigestAsync(name[FilePrefix.Length..], cancellationToken) != value)
            {
                moved.Add($"the file '{name[FilePrefix.Length..]}'");
            }
        }

        if (moved.Count > 0)
        {
            throw new OptaException(new Diagnostic("OPTA2404", Severity.Error, $"What the saved plan of '{plan.Layer}' was made of has changed since {plan.CreatedAt:u}: {string.Join(", ", moved)}.")
            {
                Category = DiagnosticCategory.InvalidData,
                Resource = plan.Layer,
                Remedy = "Nothing was changed. Plan again and look at the differences.",
            });
        }
    }

    private static async Task<string> DigestAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return "";
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    private static async Task<string> VersionAsync(Session session, string layer, CancellationToken cancellationToken) =>
        (await session.Engine.ReadStateAsync(layer, cancellationToken))?.Version.ToString(CultureInfo.InvariantCulture) ?? "";
}
