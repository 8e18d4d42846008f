using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Apply;

namespace OptaPS.Kubernetes.Tests;

/// <summary>Who set a field, by the server's record of field managers.</summary>
public sealed class FieldOwnerTests
{
    private static readonly JsonObject Live = JsonNode.Parse("""
        {
          "metadata": {
            "annotations": { "a/b": "x" },
            "managedFields": [
              { "manager": "optaps", "operation": "Apply", "time": "2026-01-03T00:00:00Z", "fieldsV1": { "f:spec": { "f:replicas": {}, "f:template": { "f:containers": { "k:{\"name\":\"app\"}": { ".": {}, "f:image": {} } } } } } },
              { "manager": "kubectl-edit", "operation": "Update", "time": "2026-01-02T00:00:00Z", "fieldsV1": { "f:metadata": { "f:annotations": { "f:a/b": {} } }, "f:spec": { "f:replicas": {}, "f:template": { "f:containers": { "k:{\"name\":\"side\"}": { "f:image": {} } } } } } },
              { "manager": "autoscaler", "operation": "Update", "time": "2026-01-01T00:00:00Z", "fieldsV1": { "f:spec": { "f:replicas": {}, "f:selector": {} } } }
            ]
          },
          "spec": { "replicas": 3, "selector": { "app": "x" }, "template": { "containers": [ { "name": "app", "image": "i" }, { "name": "side", "image": "j" } ] } }
        }
        """)!.AsObject();

    [Theory]
    [InlineData("/spec/replicas", "kubectl-edit")]
    [InlineData("/spec/selector/app", "autoscaler")]
    [InlineData("/spec/template/containers/0/image", null)]
    [InlineData("/spec/template/containers/1/image", "kubectl-edit")]
    [InlineData("/spec/template/containers/7/image", null)]
    [InlineData("/metadata/annotations/a~1b", "kubectl-edit")]
    [InlineData("/spec/paused", null)]
    public void AField_BelongsToWhoWroteItLast(string pointer, string? manager) => Assert.Equal(manager, FieldOwners.Of(Live, pointer, "optaps"));
}
