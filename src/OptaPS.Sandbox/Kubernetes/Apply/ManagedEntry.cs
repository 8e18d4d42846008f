namespace OptaPS.Sandbox.Kubernetes.Apply;

/// <summary>What one manager owns by one way of writing.</summary>
internal sealed class ManagedEntry(string manager, string operation, string apiVersion, string subresource)
{
    public string Manager { get; } = manager;

    public string Operation { get; } = operation;

    public string ApiVersion { get; set; } = apiVersion;

    public string Subresource { get; } = subresource;

    public string Time { get; set; } = "";

    public FieldSet Fields { get; set; } = new();
}
