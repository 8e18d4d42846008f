using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Requests for certificates.</summary>
internal sealed class CertificateRequestValidator : IKindValidator
{
    private static readonly string[] Usages =
    [
        "any", "cert sign", "client auth", "code signing", "content commitment", "crl sign", "data encipherment", "decipher only", "digital signature", "email protection", "encipher only",
        "ipsec end system", "ipsec tunnel", "ipsec user", "key agreement", "key encipherment", "microsoft sgc", "netscape sgc", "ocsp signing", "s/mime", "server auth", "signing", "timestamping"
    ];

    public IReadOnlyList<string> Storages { get; } = ["certificates.k8s.io/certificatesigningrequests"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        var spec = body.Map("spec") ?? [];
        var encoded = spec.Text("request");
        var text = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(encoded ?? ""));
        if (!text.Contains("-----BEGIN CERTIFICATE REQUEST-----", StringComparison.Ordinal))
            found.Invalid("spec.request", encoded, "PEM block type must be CERTIFICATE REQUEST");
        var usages = spec.Texts("usages").ToList();
        if (usages.Count == 0)
            found.Required("spec.usages");
        for (var i = 0; i < usages.Count; i++)
        {
            found.OneOf($"spec.usages[{i}]", usages[i], Usages);
            if (usages.IndexOf(usages[i]) < i)
                found.Duplicate($"spec.usages[{i}]", usages[i]);
        }

        Signer(found, spec.Text("signerName") ?? "", "spec.signerName");
        if (spec.Number("expirationSeconds") is { } seconds and < 600)
            found.Invalid("spec.expirationSeconds", seconds, "may not specify a duration less than 600 seconds (10 minutes)");
        return found;
    }

    private static void Signer(Findings found, string name, string field)
    {
        if (name.Length == 0)
        {
            found.Required(field);
            return;
        }

        var parts = name.Split('/');
        if (parts.Length != 2)
        {
            found.Invalid(field, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
            return;
        }

        var labels = parts[0].Split('.');
        if (labels.Length < 2)
            found.Invalid(field, parts[0], "should be a domain with at least two segments separated by dots");
        foreach (var label in labels)
            found.Invalid(field, parts[0], NameRules.Label(label).Select(message => $"validating label \"{label}\": {message}"));
        found.Invalid(field, parts[1], NameRules.Subdomain(parts[1]).Select(message => $"validating path \"{parts[1]}\": {message}"));
    }
}
