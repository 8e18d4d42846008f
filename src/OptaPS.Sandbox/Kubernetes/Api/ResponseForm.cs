namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>How an answer is represented.</summary>
/// <param name="MediaType">application/json or application/yaml.</param>
/// <param name="Transform">Empty, Table, PartialObjectMetadata or PartialObjectMetadataList.</param>
/// <param name="TransformVersion">v1 or v1beta1.</param>
internal sealed record ResponseForm(string MediaType, string Transform = "", string TransformVersion = "v1")
{
    public static ResponseForm Json { get; } = new("application/json");
}
