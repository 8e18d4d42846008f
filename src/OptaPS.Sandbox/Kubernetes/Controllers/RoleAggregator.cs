using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Fills cluster roles that gather the rules of others by label.</summary>
internal sealed class RoleAggregator(Cluster cluster) : IController
{
    private const string Storage = "rbac.authorization.k8s.io/clusterroles";

    public IEnumerable<ObjectKey> Affected(StoreEvent change) => change.Current.Resource == Storage
        ? cluster.Store.List(Storage).Where(role => role.Body.Map("aggregationRule") is not null).Select(role => role.Key).ToList()
        : [];

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get(Storage, "", key.Name)?.Body is not { } role || role.Map("aggregationRule") is not { } aggregation)
            return null;
        var selectors = aggregation.Objects("clusterRoleSelectors").Select(LabelSelector.FromObject).OfType<LabelSelector>().ToList();
        var sources = cluster.Store.List(Storage).Where(other => other.Key.Name != key.Name && selectors.Exists(selector => selector.Matches(other.Body)))
            .OrderBy(other => other.Key.Name, StringComparer.Ordinal).ToList();
        var rules = new JsonArray();
        foreach (var rule in sources.SelectMany(source => source.Body.Objects("rules")))
        {
            if (!rules.Any(known => JsonWrite.Same(known, rule)))
                rules.Add(rule.Copy());
        }

        if (JsonWrite.Same(rules, role["rules"]) || (rules.Count == 0 && role.List("rules") is null or { Count: 0 }))
            return null;
        await cluster.Objects.UpdateAsync(new WriteContext(cluster.Kinds.Builtin("rbac.authorization.k8s.io", "clusterroles"), "", key.Name) { Internal = true, Manager = "clusterrole-aggregation-controller" }, body =>
        {
            body["rules"] = rules.DeepClone();
            return body;
        }, ct);
        return null;
    }
}
