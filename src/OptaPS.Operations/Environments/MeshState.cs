using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Engine.State;

namespace OptaPS.Operations.Environments;

/// <summary>What an environment's state says about its mesh.</summary>
/// <param name="Name">The mesh's name.</param>
/// <param name="Version">The control plane chart's version.</param>
/// <param name="TrustAnchorExpires">When the trust anchor expires.</param>
/// <param name="IssuerExpires">When the issuer expires.</param>
internal sealed record MeshState(string Name, string Version, DateTimeOffset? TrustAnchorExpires, DateTimeOffset? IssuerExpires)
{
    /// <summary>Reads the mesh of an environment's state, or null when it has none.</summary>
    public static MeshState? Read(LayerState? state)
    {
        var release = state?.Resources.Values.FirstOrDefault(r => r.Type.Provider == "helm"
            && (r.Applied?["chart"] as JsonObject)?["name"]?.GetValue<string>() == "linkerd-control-plane");
        if (release is null)
            return null;

        var certificates = state!.Resources.Values.Where(r => r.Type.Provider == "tls").ToList();
        return new MeshState(
            "linkerd",
            release.Applied!["chart"]!["version"]?.GetValue<string>() ?? "",
            Expiry(certificates.FirstOrDefault(r => r.Address.Contains("trust-anchor", StringComparison.Ordinal))),
            Expiry(certificates.FirstOrDefault(r => r.Address.Contains("issuer", StringComparison.Ordinal))));
    }

    private static DateTimeOffset? Expiry(ResourceRecord? certificate) =>
        certificate?.Outputs?["notAfter"]?.GetValue<string>() is { } text
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : null;
}
