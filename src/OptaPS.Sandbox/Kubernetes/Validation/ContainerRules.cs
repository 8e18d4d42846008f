using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>The containers of a pod spec.</summary>
internal static class ContainerRules
{
    private static readonly string[] NotForInit = ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"];

    public static void Check(Findings found, JsonNode? spec, string field, HashSet<string> volumes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var containers = spec.Objects("containers").ToList();
        if (containers.Count == 0)
            found.Required(field + ".containers");
        var hostPorts = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < containers.Count; i++)
        {
            var at = $"{field}.containers[{i}]";
            Common(found, spec, containers[i], at, volumes, names);
            ProbeRules.Check(found, containers[i], at, spec.Number("terminationGracePeriodSeconds") ?? 30);
        }

        for (var i = 0; i < containers.Count; i++)
            HostPorts(found, containers[i], $"{field}.containers[{i}]", hostPorts);
        var inits = spec.Objects("initContainers").ToList();
        for (var i = 0; i < inits.Count; i++)
            Init(found, spec, inits[i], $"{field}.initContainers[{i}]", volumes, names);
    }

    private static void Init(Findings found, JsonNode? spec, JsonObject container, string field, HashSet<string> volumes, HashSet<string> names)
    {
        Common(found, spec, container, field, volumes, names);
        HostPorts(found, container, field, new HashSet<string>(StringComparer.Ordinal));
        if (container.Text("restartPolicy") == "Always")
        {
            ProbeRules.Check(found, container, field, spec.Number("terminationGracePeriodSeconds") ?? 30);
            return;
        }

        foreach (var member in NotForInit.Where(container.ContainsKey))
            found.Forbidden($"{field}.{member}", "may not be set for init containers without restartPolicy=Always");
    }

    private static void Common(Findings found, JsonNode? spec, JsonObject container, string field, HashSet<string> volumes, HashSet<string> names)
    {
        var name = container.Text("name") ?? "";
        if (name.Length == 0)
            found.Required(field + ".name");
        else
            found.Invalid(field + ".name", name, NameRules.Label(name));
        if (name.Length > 0 && !names.Add(name))
            found.Duplicate(field + ".name", name);
        var image = container.Text("image") ?? "";
        if (image.Length == 0)
            found.Required(field + ".image");
        else if (image.Trim() != image)
            found.Invalid(field + ".image", image, "must not have leading or trailing whitespace");
        found.OneOf(field + ".terminationMessagePolicy", container.Text("terminationMessagePolicy"), "File", "FallbackToLogsOnError");
        Ports(found, container, field);
        EnvironmentRules.Check(found, container, field);
        Mounts(found, container, field, volumes);
        found.OneOf(field + ".imagePullPolicy", container.Text("imagePullPolicy"), "Always", "IfNotPresent", "Never");
        ResourceRules.Check(found, container.Map("resources"), field + ".resources");
        SecurityContextRules.Container(found, container, field + ".securityContext", spec.FlagOrNull("hostUsers") == false);
        Devices(found, container, field + ".volumeDevices", volumes);
        Resizing(found, container, field + ".resizePolicy");
        ResourceRules.Claims(found, container, spec, field + ".resources.claims");
    }

    private static void Ports(Findings found, JsonObject container, string field)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var port in container.Objects("ports"))
        {
            var at = $"{field}.ports[{index++}]";
            if (port.Text("name") is { Length: > 0 } name)
            {
                var before = found.Count;
                found.Invalid(at + ".name", name, NameRules.PortName(name));
                if (found.Count == before && !names.Add(name))
                    found.Duplicate(at + ".name", name);
            }

            if ((port.Number("containerPort") ?? 0) == 0)
                found.Required(at + ".containerPort");
            else
                found.Port(at + ".containerPort", port["containerPort"]);
            found.Port(at + ".hostPort", port["hostPort"]);
            found.OneOf(at + ".protocol", port.Text("protocol"), "SCTP", "TCP", "UDP");
        }
    }

    private static void HostPorts(Findings found, JsonObject container, string field, HashSet<string> used)
    {
        var index = 0;
        foreach (var port in container.Objects("ports"))
        {
            var at = $"{field}.ports[{index++}]";
            if (port.Number("hostPort") is not ({ } number and > 0))
                continue;
            var key = $"{port.Text("protocol")}/{port.Text("hostIP")}/{number}";
            if (!used.Add(key))
                found.Duplicate(at + ".hostPort", key);
        }
    }

    private static void Mounts(Findings found, JsonObject container, string field, HashSet<string> volumes)
    {
        var places = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var mount in container.Objects("volumeMounts"))
        {
            var at = $"{field}.volumeMounts[{index++}]";
            var name = mount.Text("name") ?? "";
            if (name.Length == 0)
                found.Required(at + ".name");
            if (!volumes.Contains(name))
                found.NotFound(at + ".name", name);
            var path = mount.Text("mountPath") ?? "";
            if (path.Length == 0)
                found.Required(at + ".mountPath");
            if (!places.Add(path))
                found.Invalid(at + ".mountPath", path, "must be unique");
            if (mount.Text("subPath") is { Length: > 0 } part)
                VolumeRules.Below(found, part, field + ".volumeMounts.subPath");
            if (mount.Text("subPathExpr") is { Length: > 0 } pattern)
            {
                if (mount.Text("subPath") is { Length: > 0 })
                    found.Invalid(at + ".subPathExpr", pattern, "subPathExpr and subPath are mutually exclusive");
                VolumeRules.Below(found, pattern, field + ".volumeMounts.subPathExpr");
            }

            Propagation(found, container, mount, field + ".volumeMounts");
        }
    }

    private static void Propagation(Findings found, JsonObject container, JsonObject mount, string field)
    {
        if (mount.Text("mountPropagation") is { } way)
        {
            found.OneOf(field + ".mountPropagation", way, "Bidirectional", "HostToContainer", "None");
            if (way == "Bidirectional" && !container.Flag("securityContext", "privileged"))
                found.Forbidden(field + ".mountPropagation", "Bidirectional mount propagation is available only to privileged containers");
        }

        if (mount.Text("recursiveReadOnly") is not { } only)
            return;
        found.OneOf(field + ".recursiveReadOnly", only, "Disabled", "Enabled", "IfPossible");
        if (only is "Enabled" or "IfPossible" && !mount.Flag("readOnly"))
            found.Forbidden(field + ".recursiveReadOnly", "may only be specified when readOnly is true");
    }

    private static void Devices(Findings found, JsonObject container, string field, HashSet<string> volumes)
    {
        var index = 0;
        foreach (var device in container.Objects("volumeDevices"))
        {
            var at = $"{field}[{index++}]";
            var name = device.Text("name") ?? "";
            if (name.Length == 0)
                found.Required(at + ".name");
            else if (!volumes.Contains(name))
                found.NotFound(at + ".name", name);
            if (device.Text("devicePath") is null or "")
                found.Required(at + ".devicePath");
        }
    }

    private static void Resizing(Findings found, JsonObject container, string field)
    {
        foreach (var policy in container.Objects("resizePolicy"))
        {
            found.OneOf(field, policy.Text("resourceName") ?? "", "cpu", "memory");
            found.OneOf(field, policy.Text("restartPolicy") ?? "", "NotRequired", "RestartContainer");
        }
    }
}
