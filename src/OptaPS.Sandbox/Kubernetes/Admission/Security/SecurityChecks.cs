using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Admission.Security;

/// <summary>The pod security standards.</summary>
internal static class SecurityChecks
{
    private static readonly string[] Capabilities =
        ["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"];

    private static readonly string[] Volumes = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret", "name"];
    private static readonly string[] Sysctls =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
        "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"
    ];

    public static IReadOnlyList<SecurityFinding> Run(JsonNode? spec, SecurityLevel level)
    {
        if (level.IsPrivileged)
            return [];
        var containers = spec.Objects("initContainers").Concat(spec.Objects("containers")).Concat(spec.Objects("ephemeralContainers")).ToList();
        var found = new List<SecurityFinding?> { Added(containers, level), HostNamespaces(spec), HostPaths(spec, level), HostPorts(containers), Privileged(containers), Unmasked(containers), Seccomp(spec, containers), Kernel(spec) };
        if (level.Name == "restricted")
            found.AddRange([Escalation(containers), Dropped(containers), VolumeTypes(spec), NonRoot(spec, containers), User(spec, containers), Profile(spec, containers)]);
        return [.. found.OfType<SecurityFinding>()];
    }

    private static SecurityFinding? HostNamespaces(JsonNode? spec)
    {
        var used = new[] { "hostNetwork", "hostPID", "hostIPC" }.Where(name => spec.Flag(name)).Select(name => name + "=true").ToList();
        return used.Count == 0 ? null : new SecurityFinding("host namespaces", string.Join(", ", used));
    }

    private static SecurityFinding? HostPaths(JsonNode? spec, SecurityLevel level)
    {
        var used = spec.Objects("volumes").Where(volume => volume["hostPath"] is not null).Select(volume => volume.Text("name") ?? "").ToList();
        return used.Count == 0 || level.Name == "restricted" ? null : new SecurityFinding("hostPath volumes", Many("volume", used));
    }

    private static SecurityFinding? HostPorts(List<JsonObject> containers)
    {
        var bad = containers.Where(container => container.Objects("ports").Any(port => port.Number("hostPort") is > 0)).ToList();
        var ports = bad.SelectMany(container => container.Objects("ports")).Select(port => port.Number("hostPort") ?? 0).Where(port => port > 0).Distinct().Order().ToList();
        return bad.Count == 0 ? null : new SecurityFinding("hostPort", $"{Names(bad)} {(bad.Count > 1 ? "use" : "uses")} {(ports.Count > 1 ? "hostPorts" : "hostPort")} {string.Join(", ", ports)}");
    }

    private static SecurityFinding? Privileged(List<JsonObject> containers) =>
        Bad(containers, container => container.Flag("securityContext", "privileged"), "privileged", "must not set securityContext.privileged=true");

    private static SecurityFinding? Unmasked(List<JsonObject> containers) =>
        Bad(containers, container => container.Text("securityContext", "procMount") is { } mount and not "Default", "procMount", "must not set securityContext.procMount to \"Unmasked\"");

    private static SecurityFinding? Added(List<JsonObject> containers, SecurityLevel level)
    {
        if (level.Name == "restricted")
            return null;
        var bad = containers.Where(container => Extra(container).Any()).ToList();
        var names = bad.SelectMany(Extra).Distinct().Order(StringComparer.Ordinal).Select(name => $"\"{name}\"");
        return bad.Count == 0 ? null : new SecurityFinding("non-default capabilities", $"{Names(bad)} must not include {string.Join(", ", names)} in securityContext.capabilities.add");
    }

    private static IEnumerable<string> Extra(JsonObject container) => container.Texts("securityContext", "capabilities", "add").Where(name => !Capabilities.Contains(name));

    private static SecurityFinding? Seccomp(JsonNode? spec, List<JsonObject> containers)
    {
        if (spec.Text("securityContext", "seccompProfile", "type") == "Unconfined")
            return new SecurityFinding("seccompProfile", "pod must not set securityContext.seccompProfile.type to \"Unconfined\"");
        return Bad(containers, container => container.Text("securityContext", "seccompProfile", "type") == "Unconfined", "seccompProfile", "must not set securityContext.seccompProfile.type to \"Unconfined\"");
    }

    private static SecurityFinding? Kernel(JsonNode? spec)
    {
        var bad = spec.Objects("securityContext", "sysctls").Select(item => item.Text("name") ?? "").Where(name => !Sysctls.Contains(name)).ToList();
        return bad.Count == 0 ? null : new SecurityFinding("forbidden sysctls", string.Join(", ", bad));
    }

    private static SecurityFinding? Escalation(List<JsonObject> containers) =>
        Bad(containers, container => container.FlagOrNull("securityContext", "allowPrivilegeEscalation") != false, "allowPrivilegeEscalation != false", "must set securityContext.allowPrivilegeEscalation=false");

    private static SecurityFinding? Dropped(List<JsonObject> containers)
    {
        var missing = containers.Where(container => !container.Texts("securityContext", "capabilities", "drop").Contains("ALL")).ToList();
        var adding = containers.Where(container => container.Texts("securityContext", "capabilities", "add").Any(name => name != "NET_BIND_SERVICE")).ToList();
        var parts = new List<string>();
        if (missing.Count > 0)
            parts.Add($"{Names(missing)} must set securityContext.capabilities.drop=[\"ALL\"]");
        if (adding.Count > 0)
        {
            var names = adding.SelectMany(container => container.Texts("securityContext", "capabilities", "add")).Where(name => name != "NET_BIND_SERVICE").Distinct().Order(StringComparer.Ordinal).Select(name => $"\"{name}\"");
            parts.Add($"{Names(adding)} must not include {string.Join(", ", names)} in securityContext.capabilities.add");
        }

        return parts.Count == 0 ? null : new SecurityFinding("unrestricted capabilities", string.Join("; ", parts));
    }

    private static SecurityFinding? VolumeTypes(JsonNode? spec)
    {
        var bad = spec.Objects("volumes").Select(volume => (Name: volume.Text("name") ?? "", Type: volume.Select(pair => pair.Key).FirstOrDefault(name => !Volumes.Contains(name)))).Where(pair => pair.Type is not null).ToList();
        if (bad.Count == 0)
            return null;
        var types = bad.Select(pair => pair.Type!).Distinct().Order(StringComparer.Ordinal).Select(type => $"\"{type}\"").ToList();
        return new SecurityFinding("restricted volume types", $"{Many("volume", [.. bad.Select(pair => pair.Name)])} {(bad.Count > 1 ? "use" : "uses")} restricted volume {(types.Count > 1 ? "types" : "type")} {string.Join(", ", types)}");
    }

    private static SecurityFinding? NonRoot(JsonNode? spec, List<JsonObject> containers)
    {
        var pod = spec.FlagOrNull("securityContext", "runAsNonRoot");
        var wrong = containers.Where(container => container.FlagOrNull("securityContext", "runAsNonRoot") == false).ToList();
        if (wrong.Count > 0)
            return new SecurityFinding("runAsNonRoot != true", $"{Names(wrong)} must not set securityContext.runAsNonRoot=false");
        if (pod == false)
            return new SecurityFinding("runAsNonRoot != true", "pod must not set securityContext.runAsNonRoot=false");
        var silent = containers.Where(container => container.FlagOrNull("securityContext", "runAsNonRoot") is null).ToList();
        return pod == true || silent.Count == 0 ? null : new SecurityFinding("runAsNonRoot != true", $"pod or {Names(silent)} must set securityContext.runAsNonRoot=true");
    }

    private static SecurityFinding? User(JsonNode? spec, List<JsonObject> containers)
    {
        var parts = new List<string>();
        if (spec.Number("securityContext", "runAsUser") == 0)
            parts.Add("pod must not set runAsUser=0");
        var bad = containers.Where(container => container.Number("securityContext", "runAsUser") == 0).ToList();
        if (bad.Count > 0)
            parts.Add($"{Names(bad)} must not set runAsUser=0");
        return parts.Count == 0 ? null : new SecurityFinding("runAsUser=0", string.Join(", ", parts));
    }

    private static SecurityFinding? Profile(JsonNode? spec, List<JsonObject> containers)
    {
        const string want = "must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"";
        var silent = containers.Where(container => container.Text("securityContext", "seccompProfile", "type") is null).ToList();
        return spec.Text("securityContext", "seccompProfile", "type") is "RuntimeDefault" or "Localhost" || silent.Count == 0 ? null : new SecurityFinding("seccompProfile", $"pod or {Names(silent)} {want}");
    }

    private static SecurityFinding? Bad(List<JsonObject> containers, Func<JsonObject, bool> wrong, string reason, string text)
    {
        var bad = containers.Where(wrong).ToList();
        return bad.Count == 0 ? null : new SecurityFinding(reason, $"{Names(bad)} {text}");
    }

    private static string Names(List<JsonObject> containers) => Many("container", [.. containers.Select(container => container.Text("name") ?? "")]);

    private static string Many(string what, List<string> names) => $"{what}{(names.Count > 1 ? "s" : "")} {string.Join(", ", names.Select(name => $"\"{name}\""))}";
}
