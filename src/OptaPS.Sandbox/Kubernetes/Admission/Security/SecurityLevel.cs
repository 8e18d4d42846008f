using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Admission.Security;

/// <summary>A pod security level that a namespace asks for.</summary>
/// <param name="Name">privileged, baseline or restricted.</param>
/// <param name="Version">latest or a version of the standards.</param>
internal sealed record SecurityLevel(string Name, string Version)
{
    private const string Prefix = "pod-security.kubernetes.io/";

    public bool IsPrivileged => Name is not ("baseline" or "restricted");

    public static SecurityLevel Read(JsonObject? space, string mode)
    {
        var own = space?.Label(Prefix + mode);
        // Who warns about nothing in particular warns about what is enforced.
        if (own is null && mode == "warn")
            return Read(space, "enforce");
        return new SecurityLevel(own ?? "privileged", space?.Label(Prefix + mode + "-version") ?? "latest");
    }

    public override string ToString() => $"\"{Name}:{Version}\"";
}
