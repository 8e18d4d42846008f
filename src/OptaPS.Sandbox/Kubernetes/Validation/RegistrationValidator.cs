using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Webhook configurations, API services, certificate requests, namespaces.</summary>
internal sealed class RegistrationValidator : IKindValidator
{
    private const string SecurityPrefix = "pod-security.kubernetes.io/";

    public IReadOnlyList<string> Storages { get; } =
    [
        "admissionregistration.k8s.io/mutatingwebhookconfigurations", "admissionregistration.k8s.io/validatingwebhookconfigurations", "apiregistration.k8s.io/apiservices",
        "certificates.k8s.io/certificatesigningrequests", "/namespaces"
    ];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        switch (body.Text("kind"))
        {
            case "APIService":
                Service(found, body);
                break;
            case "CertificateSigningRequest":
                Request(found, body);
                break;
            case "Namespace":
                Namespace(found, body, old);
                break;
            default:
                var index = 0;
                foreach (var hook in body.Objects("webhooks"))
                    Hook(found, hook, $"webhooks[{index++}]");
                break;
        }

        return found;
    }

    private static void Namespace(Findings found, JsonObject body, JsonObject? old)
    {
        foreach (var mode in new[] { "enforce", "audit", "warn" })
        {
            var name = SecurityPrefix + mode;
            if (body.Label(name) is { } level and not ("privileged" or "baseline" or "restricted") && old?.Label(name) != level)
                found.Invalid($"metadata.labels[{name}]", level, "must be one of privileged, baseline, restricted");
        }
    }

    private static void Service(Findings found, JsonObject body)
    {
        var wanted = body.Text("spec", "version") + "." + body.Text("spec", "group");
        if (body.Name() != wanted)
            found.Invalid("metadata.name", body.Name(), $"must be `spec.version+\".\"+spec.group`: \"{wanted}\"");
        if (body.Number("spec", "groupPriorityMinimum") is null or <= 0 or > 20000)
            found.Invalid("spec.groupPriorityMinimum", body.Number("spec", "groupPriorityMinimum") ?? 0, "must be positive and less than 20000");
        if (body.Number("spec", "versionPriority") is null or <= 0 or > 1000)
            found.Invalid("spec.versionPriority", body.Number("spec", "versionPriority") ?? 0, "must be positive and less than 1000");
    }

    private static void Request(Findings found, JsonObject body)
    {
        var encoded = body.Text("spec", "request") ?? "";
        var text = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
        if (!text.Contains("-----BEGIN CERTIFICATE REQUEST-----", StringComparison.Ordinal))
            found.Invalid("spec.request", encoded, "PEM block type must be CERTIFICATE REQUEST");
    }

    private static void Hook(Findings found, JsonObject hook, string field)
    {
        var name = hook.Text("name") ?? "";
        if (name.Length == 0)
            found.Required(field + ".name");
        else if (name.Split('.').Length < 3)
            found.Invalid(field + ".name", name, "should be a domain with at least three segments separated by dots");
        var index = 0;
        foreach (var rule in hook.Objects("rules"))
        {
            var at = $"{field}.rules[{index++}]";
            foreach (var member in new[] { "operations", "apiGroups", "apiVersions", "resources" })
            {
                if (rule.List(member) is null or { Count: 0 })
                    found.Required($"{at}.{member}");
            }
        }

        found.OneOf(field + ".failurePolicy", hook.Text("failurePolicy"), "Fail", "Ignore");
        found.OneOf(field + ".matchPolicy", hook.Text("matchPolicy"), "Equivalent", "Exact");
        if (hook.Text("sideEffects") is null)
            found.Required(field + ".sideEffects", "must specify one of None, NoneOnDryRun");
        else
            found.OneOf(field + ".sideEffects", hook.Text("sideEffects"), "None", "NoneOnDryRun");
        if (hook.Number("timeoutSeconds") is <= 0 or > 30)
            found.Invalid(field + ".timeoutSeconds", hook["timeoutSeconds"], "the timeout value must be between 1 and 30 seconds");
        if (hook.Text("clientConfig", "url") is null == hook.Map("clientConfig", "service") is null)
            found.Required(field + ".clientConfig", "exactly one of url or service is required");
        var versions = hook.Texts("admissionReviewVersions").ToList();
        if (versions.Count == 0)
            found.Required(field + ".admissionReviewVersions", "must specify one of v1, v1beta1");
        else if (!versions.Exists(version => version is "v1" or "v1beta1"))
            found.Invalid(field + ".admissionReviewVersions", hook["admissionReviewVersions"], "must include at least one of v1, v1beta1");
    }
}
