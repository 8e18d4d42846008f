using OptaPS.Configuration;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Environments;

/// <summary>
/// Checks a file or all files of a folder, then (for one file, unless offline) everything that a plan asks of the target: account, lookups, live resources.
/// Changes nothing.
/// </summary>
internal static class TestEnvironmentOperation
{
    public static async Task<IReadOnlyList<CheckResult>> RunAsync(TestEnvironmentRequest request, IOperationSink sink, CancellationToken cancellationToken)
    {
        _ = PreflightSkips.Read(request.SkipChecks);
        var options = new LoadOptions
        {
            EnvironmentName = request.Environment,
            BaseDirectory = request.Target.WorkingFolder,
            Variables = request.Variables.ToDictionary(pair => pair.Key, pair => VariableText.Parse(pair.Value), StringComparer.Ordinal),
            AllowMissingVariables = true,
        };
        var result = new List<CheckResult>();
        var folder = Directory.Exists(Path.GetFullPath(request.Path, request.Target.WorkingFolder));
        result.AddRange(folder
            ? await FileChecks.OfFolderAsync(request, options, cancellationToken)
            : await FileChecks.OfFileAsync(request, options, cancellationToken));
        if (request.Compatibility)
            result.AddRange(await CompatibilityChecks.RunAsync(request, options, cancellationToken));
        else if (!folder && !request.Offline && result.TrueForAll(check => check.Passed))
            result.AddRange(await PlanChecks.RunAsync(request, sink, cancellationToken));

        return result;
    }

    /// <summary>How results name the target.</summary>
    internal static string TargetName(TestEnvironmentRequest request) => request.Target.Sandbox is { } sandbox ? $"sandbox:{sandbox}" : "cloud";
}
