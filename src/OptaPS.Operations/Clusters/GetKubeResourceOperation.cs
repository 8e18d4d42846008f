using OptaPS.Diagnostics;
using OptaPS.Kubernetes.Discovery;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;
using OptaPS.Operations.Releases;
using OptaPS.Requests;

namespace OptaPS.Operations.Clusters;

/// <summary>Reads objects of a cluster, kind by kind and page by page.</summary>
internal static class GetKubeResourceOperation
{
    public static Task<IReadOnlyList<Diagnostic>> RunAsync(GetKubeResourceRequest request, CancellationToken cancellationToken) =>
        ReleaseRun.OnAsync<IReadOnlyList<Diagnostic>>(request.Target, request.Cluster, access => SearchAsync(access, request, cancellationToken), cancellationToken);

    private static async Task<IReadOnlyList<Diagnostic>> SearchAsync(ClusterAccess access, GetKubeResourceRequest request, CancellationToken cancellationToken)
    {
        var resources = new List<ApiResource>();
        foreach (var word in request.Resources.SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
            resources.AddRange(await ListableAsync(access, word, cancellationToken));
        var missing = new List<Diagnostic>();
        foreach (var resource in resources.DistinctBy(resource => (resource.Kind.Group, resource.Plural)))
            missing.AddRange(await ReadAsync(access, resource, request, cancellationToken));
        return missing;
    }

    private static async Task<IEnumerable<ApiResource>> ListableAsync(ClusterAccess access, string word, CancellationToken cancellationToken)
    {
        var found = await access.Client.ResolveNameAsync(word, cancellationToken);
        var listable = found.Where(resource => resource.Verbs.Contains("list")).ToList();
        return listable.Count > 0 ? listable : throw new OptaException(new Diagnostic("OPTA7055", Severity.Error, $"Objects of the kind {found[0].Kind.Kind} cannot be listed.")
        {
            Category = DiagnosticCategory.InvalidArgument,
            Allowed = $"{found[0].Plural} understands {string.Join(", ", found[0].Verbs)}",
        });
    }

    private static async Task<List<Diagnostic>> ReadAsync(ClusterAccess access, ApiResource resource, GetKubeResourceRequest request, CancellationToken cancellationToken)
    {
        var missing = new List<Diagnostic>();
        var @namespace = !resource.Namespaced || request.AllNamespaces ? null : request.Namespace ?? access.Client.DefaultNamespace;
        var query = new ListQuery(resource.Kind, @namespace) { LabelSelector = request.Selector, FieldSelector = request.FieldSelector };
        var patterns = request.Names.Where(NamePattern.IsPattern).Select(text => new NamePattern(text)).ToList();
        var names = request.Names.Where(name => !NamePattern.IsPattern(name)).ToList();

        // A plain name is asked for by field selector: one object, not the whole collection.
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            var selector = $"metadata.name={name}{(request.FieldSelector is null ? "" : "," + request.FieldSelector)}";
            if (await HandOverAsync(access, query with { FieldSelector = selector }, request, _ => true, cancellationToken) == 0)
                missing.Add(new KubernetesException(KubernetesFailure.NotFound, $"{new ObjectKey(resource.Kind, @namespace, name)} does not exist.").ToDiagnostic());
        }

        if (patterns.Count > 0 || request.Names.Count == 0)
            await HandOverAsync(access, query, request, name => patterns.Count == 0 || (patterns.Exists(pattern => pattern.Matches(name)) && !names.Contains(name)), cancellationToken);
        return missing;
    }

    private static async Task<int> HandOverAsync(ClusterAccess access, ListQuery query, GetKubeResourceRequest request, Func<string, bool> wanted, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var row in access.Client.ListRowsAsync(query, cancellationToken))
        {
            if (!wanted(row.Object.GetName()))
                continue;
            count++;
            request.Found(KubeResourceViews.Of(row, access, request));
        }

        return count;
    }
}
