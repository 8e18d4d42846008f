using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Discovery;

/// <summary>What the recorded documents say about the members that all objects have.</summary>
internal static class CommonTexts
{
    private const string Sample = "io.k8s.api.scheduling.v1.PriorityClass";

    private static readonly Lazy<JsonObject> Schemas = new(() => JsonReader.Parse(OpenApiArchive.Read()["apis/scheduling.k8s.io/v1"]).Map("components", "schemas") ?? []);

    /// <summary>The description of a member of every object.</summary>
    public static string Of(string member) => Schemas.Value.Text(Sample, "properties", member, "description") ?? "";
}
