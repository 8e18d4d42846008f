using OptaPS.Diagnostics;
using OptaPS.Helm.Provider;
using OptaPS.Helm.Rendering;
using OptaPS.Helm.Tools;
using OptaPS.Helm.Values;
using OptaPS.Kubernetes.Http;
using OptaPS.Objects;
using OptaPS.Operations.Releases;
using OptaPS.Requests;

namespace OptaPS.Operations.Charts;

/// <summary>Renders a chart. A local chart without a cluster takes nothing but the chart engine, so that it starts fast.</summary>
internal static class ExpandChartOperation
{
    public static async Task<ExpandedChart> RunAsync(ExpandChartRequest request, CancellationToken cancellationToken)
    {
        if (request.GenerateName && request.Arguments.Count > 1)
            throw Arguments("cannot set --generate-name and also specify a name");

        IReadOnlyList<string> messages = request.DependencyUpdate ? await DependencyCheck.UpdateAsync(request, cancellationToken) : [];
        var options = Options(request);
        var text = request.Validate || request.Lookup
            ? await WithClusterAsync(request, options, cancellationToken)
            : await TemplateCommand.RunAsync(options, lookup: null, cancellationToken);
        return new ExpandedChart(TemplateText.ToBytes(text), text) { Messages = messages, Documents = request.WithDocuments ? Documents(text) : [] };
    }

    private static IReadOnlyList<ChartDocument> Documents(string text) =>
        [.. TemplateText.Documents(text).Select(d => new ChartDocument(d.ApiVersion, d.Kind, d.Name, TemplateText.NamespaceOf(d), d.Source, d.Text))];

    private static TemplateOptions Options(ExpandChartRequest request) => new()
    {
        Arguments = request.Arguments,
        BaseFolder = request.Target.WorkingFolder,
        Namespace = request.Namespace ?? "default",
        Values = new ValuesOptions
        {
            Files = request.Values.Files,
            Set = request.Values.Set,
            SetString = request.Values.SetString,
            SetJson = request.Values.SetJson,
            SetFile = request.Values.SetFile,
            SetLiteral = request.Values.SetLiteral,
        },
        NameTemplate = request.NameTemplate,
        KubeVersion = request.KubeVersion,
        ApiVersions = request.ApiVersions,
        IncludeCrds = request.IncludeCrds,
        NoHooks = request.NoHooks,
        SkipTests = request.SkipTests,
        IsUpgrade = request.IsUpgrade,
        ShowOnly = request.ShowOnly,
        SubchartNotes = request.SubchartNotes,
        SkipSchemaValidation = request.SkipSchemaValidation,
        PostRenderer = request.PostRenderer,
        PostRendererArguments = request.PostRendererArguments,
        LoadRemote = (argument, token) => ChartOpening.LoadRemoteAsync(request.Target, argument, request.Source, token),
    };

    private static async Task<string> WithClusterAsync(ExpandChartRequest request, TemplateOptions options, CancellationToken cancellationToken)
    {
        await using var access = await ClusterAccess.OpenAsync(request.Target, request.Cluster, cancellationToken);
        try
        {
            var capabilities = await ClusterCapabilities.ReadAsync(access.Client, cancellationToken);
            var lookup = request.Lookup ? new ClusterLookup(access.Client) : null;
            var text = await TemplateCommand.RunAsync(options with { Capabilities = capabilities, Namespace = request.Namespace ?? access.Client.DefaultNamespace }, lookup, cancellationToken);
            if (request.Validate)
                await ServedKinds.CheckAsync(access.Client, text, cancellationToken);
            return text;
        }
        catch (KubernetesException e)
        {
            throw e.ToOptaException();
        }
    }

    private static OptaException Arguments(string message) =>
        new(new Diagnostic("OPTA5028", Severity.Error, message) { Category = DiagnosticCategory.InvalidArgument });
}
