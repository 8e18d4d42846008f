using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>What is special about writing objects of one kind. Bodies are in the stored version.</summary>
internal interface IKindRules
{
    /// <summary>Storage names (<c>group/plural</c>) the rules are for.</summary>
    IReadOnlyList<string> Storages { get; }

    /// <summary>Before validation of a new object.</summary>
    void PrepareCreate(Cluster cluster, JsonObject body);

    /// <summary>Before validation of a changed object.</summary>
    void PrepareUpdate(Cluster cluster, JsonObject body, JsonObject old, WriteContext context);

    /// <summary>After validation: takes addresses, ports and the like.</summary>
    void Allocate(Cluster cluster, JsonObject body, JsonObject? old, bool dryRun);
}
