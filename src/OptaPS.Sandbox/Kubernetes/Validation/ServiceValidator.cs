using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Services: ports, type, addresses.</summary>
internal sealed class ServiceValidator : IKindValidator
{
    public IReadOnlyList<string> Storages { get; } = ["/services"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var ports = body.Objects("spec", "ports").ToList();
        var type = body.Text("spec", "type");
        if (ports.Count == 0 && type != "ExternalName" && body.Text("spec", "clusterIP") != "None")
            yield return FieldError.Required("spec.ports");
        if (type is not ("ClusterIP" or "NodePort" or "LoadBalancer" or "ExternalName"))
            yield return FieldError.NotSupported("spec.type", type, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        if (type == "ExternalName" && body.Text("spec", "externalName") is null or "" && type == "ExternalName")
            yield return FieldError.Required("spec.externalName");
        for (var i = 0; i < ports.Count; i++)
        {
            var number = ports[i].Number("port") ?? 0;
            if (number is < 1 or > 65535)
                yield return FieldError.Invalid($"spec.ports[{i}].port", number, "must be between 1 and 65535, inclusive");
            if (ports.Count > 1 && ports[i].Text("name") is null or "" && ports.Count > 1)
                yield return FieldError.Required($"spec.ports[{i}].name");
            else if (ports.FindIndex(port => port.Text("name") == ports[i].Text("name")) != i)
                yield return FieldError.Duplicate($"spec.ports[{i}].name", ports[i].Text("name"));
        }

        if (old.Text("spec", "clusterIP") is { Length: > 0 } before && old.Text("spec", "type") != "ExternalName" && type != "ExternalName"
            && body.Text("spec", "clusterIP") is { } now && now != before)
        {
            yield return FieldError.Invalid("spec.clusterIPs[0]", new JsonArray(now), "may not change once set");
        }
    }
}
