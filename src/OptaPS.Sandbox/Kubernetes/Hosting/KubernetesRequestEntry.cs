namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>One request to a cluster's API server and what it did.</summary>
/// <param name="ClusterId">Which cluster.</param>
/// <param name="Time">Real time at which the answer was complete.</param>
/// <param name="User">Name of the authenticated user, <c>system:anonymous</c> without one.</param>
/// <param name="UserAgent">User-Agent header.</param>
/// <param name="Verb">Kubernetes verb: get, list, watch, create, update, patch, apply, delete, deletecollection, or the lower-case method of a non-resource path.</param>
/// <param name="Path">Path with query.</param>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="RequestId">Value of the Audit-Id answer header.</param>
internal sealed record KubernetesRequestEntry(
    string ClusterId, DateTimeOffset Time, string User, string UserAgent, string Verb, string Path, int Status, string RequestId)
{
    /// <summary>Group/version/resource[/subresource] in the form <c>apps/v1/deployments/scale</c>, or empty.</summary>
    public string Resource { get; init; } = "";

    /// <summary>Namespace of the object, or empty.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Name of the object, or empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>The uid of the object that the request made, changed or removed, or empty.</summary>
    public string Uid { get; init; } = "";

    /// <summary>True for create, update, patch, apply, delete and deletecollection that are not dry runs and not reviews.</summary>
    public bool Mutating { get; init; }

    /// <summary>True when the stored state is different after the request.</summary>
    public bool Changed { get; init; }

    /// <summary>Field manager of a write, or empty.</summary>
    public string FieldManager { get; init; } = "";

    /// <summary>What an injected fault did to this request, or empty.</summary>
    public string Fault { get; init; } = "";
}
