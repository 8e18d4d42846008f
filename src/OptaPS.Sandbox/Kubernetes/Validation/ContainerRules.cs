using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>The containers, volumes and mounts of a pod spec.</summary>
internal static class ContainerRules
{
    public static IEnumerable<FieldError> Check(JsonNode? spec, string field)
    {
        var volumes = spec.Objects("volumes").Select(volume => volume.Text("name") ?? "").ToList();
        for (var i = 0; i < volumes.Count; i++)
        {
            if (volumes[i].Length == 0)
                yield return FieldError.Required($"{field}.volumes[{i}].name");
            else if (volumes.IndexOf(volumes[i]) != i)
                yield return FieldError.Duplicate($"{field}.volumes[{i}].name", volumes[i]);
        }

        var containers = spec.Objects("containers").ToList();
        if (containers.Count == 0)
            yield return FieldError.Required(field + ".containers");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (list, items) in new[] { ("containers", containers), ("initContainers", spec.Objects("initContainers").ToList()) })
        {
            for (var i = 0; i < items.Count; i++)
            {
                foreach (var error in One(items[i], $"{field}.{list}[{i}]", names, volumes))
                    yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> One(JsonObject container, string field, HashSet<string> names, List<string> volumes)
    {
        var name = container.Text("name") ?? "";
        if (name.Length == 0)
            yield return FieldError.Required(field + ".name");
        else if (!names.Add(name))
            yield return FieldError.Duplicate(field + ".name", name);
        foreach (var message in name.Length == 0 ? [] : NameRules.Label(name))
            yield return FieldError.Invalid(field + ".name", name, message);
        var image = container.Text("image") ?? "";
        if (image.Length == 0)
            yield return FieldError.Required(field + ".image");
        else if (image.Trim() != image)
            yield return FieldError.Invalid(field + ".image", image, "must not have leading or trailing whitespace");
        if (container.Text("imagePullPolicy") is not (null or "Always" or "IfNotPresent" or "Never"))
            yield return FieldError.NotSupported(field + ".imagePullPolicy", container.Text("imagePullPolicy"), "Always", "IfNotPresent", "Never");
        var ports = container.Objects("ports").ToList();
        for (var i = 0; i < ports.Count; i++)
        {
            var number = ports[i].Number("containerPort") ?? 0;
            if (number == 0)
                yield return FieldError.Required($"{field}.ports[{i}].containerPort");
            else if (number is < 1 or > 65535)
                yield return FieldError.Invalid($"{field}.ports[{i}].containerPort", number, "must be between 1 and 65535, inclusive");
        }

        var environment = container.Objects("env").ToList();
        for (var i = 0; i < environment.Count; i++)
        {
            if (environment[i].Text("name") is null or "")
                yield return FieldError.Required($"{field}.env[{i}].name");
        }

        var mounts = container.Objects("volumeMounts").ToList();
        for (var i = 0; i < mounts.Count; i++)
        {
            if (mounts[i].Text("name") is { Length: > 0 } mount && !volumes.Contains(mount))
                yield return FieldError.NotFound($"{field}.volumeMounts[{i}].name", mount);
            if (mounts[i].Text("mountPath") is null or "")
                yield return FieldError.Required($"{field}.volumeMounts[{i}].mountPath");
        }
    }
}
