using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>The security contexts of pods and containers.</summary>
internal static partial class SecurityContextRules
{
    private static readonly string[] Profiles = ["Localhost", "RuntimeDefault", "Unconfined"];

    public static void Pod(Findings found, JsonNode? spec, string field)
    {
        var context = spec.Map("securityContext");
        foreach (var name in new[] { "fsGroup", "runAsUser", "runAsGroup" })
            found.Between($"{field}.{name}", context.At(name), 0, int.MaxValue);
        var groups = context.List("supplementalGroups");
        for (var i = 0; i < (groups?.Count ?? 0); i++)
            found.Between($"{field}.supplementalGroups[{i}]", groups![i], 0, int.MaxValue);
        Sysctls(found, context, field + ".sysctls");
        found.OneOf(field + ".fsGroupChangePolicy", context.Text("fsGroupChangePolicy"), "Always", "OnRootMismatch");
        Profile(found, context.Map("seccompProfile"), field + ".seccompProfile", "seccomp");
        Profile(found, context.Map("appArmorProfile"), field + ".appArmorProfile", "AppArmor");
        Windows(found, context, field);
        found.OneOf(field + ".supplementalGroupsPolicy", context.Text("supplementalGroupsPolicy"), "Merge", "Strict");
        found.OneOf(field + ".seLinuxChangePolicy", context.Text("seLinuxChangePolicy"), "Recursive");
    }

    public static void Container(Findings found, JsonObject container, string field, bool ownUsers)
    {
        var context = container.Map("securityContext");
        foreach (var member in new[] { "runAsUser", "runAsGroup" })
            found.Between($"{field}.{member}", context.At(member), 0, int.MaxValue);
        if (context.Text("procMount") is { } mount)
        {
            found.OneOf(field + ".procMount", mount, "Default", "Unmasked");
            if (mount == "Unmasked" && !ownUsers)
                found.Invalid(field + ".procMount", mount, "`hostUsers` must be false to use `Unmasked`");
        }

        Profile(found, context.Map("seccompProfile"), field + ".seccompProfile", "seccomp");
        if (context.FlagOrNull("allowPrivilegeEscalation") == false)
        {
            if (context.Flag("privileged"))
                found.Invalid(field, context, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
            if (context.Texts("capabilities", "add").Contains("CAP_SYS_ADMIN"))
                found.Invalid(field, context, "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
        }

        Windows(found, context, field);
        Profile(found, context.Map("appArmorProfile"), field + ".appArmorProfile", "AppArmor");
    }

    private static void Profile(Findings found, JsonObject? profile, string field, string kind)
    {
        if (profile is null)
            return;
        var type = profile.Text("type") ?? "";
        var local = profile.Text("localhostProfile");
        if (type.Length == 0)
            found.Required(field + ".type", $"type is required when {(kind == "seccomp" ? "seccompProfile" : "appArmorProfile")} is set");
        else
            found.OneOf(field + ".type", type, Profiles);
        if (type == "Localhost")
        {
            if (local is null or "")
                found.Required(field + ".localhostProfile", $"must be set when {kind} type is Localhost");
            else if (kind == "seccomp")
                VolumeRules.Below(found, local, field + ".localhostProfile");
        }
        else if (local is not null && Profiles.Contains(type))
        {
            found.Invalid(field + ".localhostProfile", new JsonObject { ["Type"] = type, ["LocalhostProfile"] = local }, $"can only be set when {kind} type is Localhost");
        }
    }

    private static void Sysctls(Findings found, JsonNode? context, string field)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var item in context.Objects("sysctls"))
        {
            var at = $"{field}[{index++}].name";
            var name = item.Text("name") ?? "";
            if (name.Length == 0)
                found.Required(at);
            else if (name.Length > 253 || !SysctlSyntax().IsMatch(name))
                found.Invalid(at, name, "must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$");
            else if (!names.Add(name.Replace('/', '.')))
                found.Duplicate(at, name);
        }
    }

    private static void Windows(Findings found, JsonNode? context, string field)
    {
        if (context.Text("windowsOptions", "runAsUserName") == "")
            found.Invalid(field + ".windowsOptions.runAsUserName", "", "runAsUserName cannot be an empty string");
    }

    [GeneratedRegex(@"^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex SysctlSyntax();
}
