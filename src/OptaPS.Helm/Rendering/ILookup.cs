using System.Text.Json.Nodes;

namespace OptaPS.Helm.Rendering;

/// <summary>Answers the lookup function of templates from a cluster.</summary>
public interface ILookup
{
    /// <summary>The object of that name, or the list of objects when the name is empty; null when there is none.</summary>
    /// <param name="apiVersion">Such as v1 or apps/v1.</param>
    /// <param name="kind">Such as Secret.</param>
    /// <param name="namespace">Empty for objects of the cluster, or for all namespaces.</param>
    /// <param name="name">Empty for a list.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<JsonObject?> GetAsync(string apiVersion, string kind, string @namespace, string name, CancellationToken cancellationToken);
}
