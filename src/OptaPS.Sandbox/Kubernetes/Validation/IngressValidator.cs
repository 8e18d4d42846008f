using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Ingresses: hosts, paths, backends, class.</summary>
internal sealed class IngressValidator : IKindValidator
{
    private const string ClassAnnotation = "kubernetes.io/ingress.class";

    public IReadOnlyList<string> Storages { get; } = ["networking.k8s.io/ingresses"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        var spec = body.Map("spec") ?? [];
        var name = spec.Text("ingressClassName");
        if (old is null && body.Annotation(ClassAnnotation) is { } annotation && name is not null && annotation != name)
            found.Invalid("annotations." + ClassAnnotation, annotation, "must match `ingressClassName` when both are specified");
        if (spec.List("rules") is null or { Count: 0 } && spec["defaultBackend"] is null)
            found.Invalid("spec", spec["rules"], "either `defaultBackend` or `rules` must be specified");
        if (spec.Map("defaultBackend") is { } standard)
            Backend(found, standard, "spec.defaultBackend");
        var index = 0;
        foreach (var rule in spec.Objects("rules"))
            Rule(found, rule, $"spec.rules[{index++}]");
        index = 0;
        foreach (var tls in spec.Objects("tls"))
        {
            var place = 0;
            foreach (var host in tls.Texts("hosts"))
                found.Invalid($"spec.tls[{index}].hosts[{place++}]", host, host.Contains('*', StringComparison.Ordinal) ? NameRules.Wildcard(host) : NameRules.Subdomain(host));
            if (tls.Text("secretName") is { Length: > 0 } secret)
                found.Invalid($"spec.tls[{index}].secretName", secret, NameRules.Subdomain(secret));
            index++;
        }

        if (name is not null)
            found.Invalid("spec.ingressClassName", name, NameRules.Subdomain(name));
        return found;
    }

    private static void Rule(Findings found, JsonObject rule, string field)
    {
        if (rule.Text("host") is { Length: > 0 } host)
        {
            if (AddressRules.IsIp(host))
                found.Invalid(field + ".host", host, "must be a DNS name, not an IP address");
            found.Invalid(field + ".host", host, host.Contains('*', StringComparison.Ordinal) ? NameRules.Wildcard(host) : NameRules.Subdomain(host));
        }

        if (rule.Map("http") is not { } http)
            return;
        if (http.List("paths") is null or { Count: 0 })
            found.Required(field + ".http.paths");
        var index = 0;
        foreach (var path in http.Objects("paths"))
            Path(found, path, $"{field}.http.paths[{index++}]");
    }

    private static void Path(Findings found, JsonObject path, string field)
    {
        var text = path.Text("path") ?? "";
        switch (path.Text("pathType"))
        {
            case null:
                found.Required(field + ".pathType", "pathType must be specified");
                break;
            case "Exact" or "Prefix":
                if (!text.StartsWith('/'))
                    found.Invalid(field + ".path", text, "must be an absolute path");
                foreach (var odd in new[] { "//", "/./", "/../", "%2f", "%2F" })
                {
                    if (text.Contains(odd, StringComparison.Ordinal))
                        found.Invalid(field + ".path", text, $"must not contain '{odd}'");
                }

                break;
            case "ImplementationSpecific":
                if (text.Length > 0 && !text.StartsWith('/'))
                    found.Invalid(field + ".path", text, "must be an absolute path");
                break;
            default:
                found.NotSupported(field + ".pathType", path.Text("pathType"), "Exact", "ImplementationSpecific", "Prefix");
                break;
        }

        Backend(found, path.Map("backend") ?? [], field + ".backend");
    }

    private static void Backend(Findings found, JsonObject backend, string field)
    {
        var service = backend.Map("service");
        if (service is null && backend["resource"] is null)
        {
            found.Invalid(field, "", "resource or service backend is required");
            return;
        }

        if (backend.Map("resource") is { } resource)
        {
            foreach (var member in new[] { "kind", "name" })
            {
                if (resource.Text(member) is null or "")
                    found.Required($"{field}.resource.{member}");
            }
        }

        if (service is null)
            return;
        if (backend["resource"] is not null)
            found.Invalid(field, "", "cannot set both resource and service backends");
        var name = service.Text("name") ?? "";
        if (name.Length == 0)
            found.Required(field + ".service.name");
        else
            found.Invalid(field + ".service.name", name, NameRules.Label(name));
        var named = service.Text("port", "name") is { Length: > 0 };
        var numbered = (service.Number("port", "number") ?? 0) != 0;
        if (named && numbered)
            found.Invalid(field, "", "cannot set both port name & port number");
        else if (named)
            found.Invalid(field + ".service.port.name", service.At("port", "name"), NameRules.PortName(service.Text("port", "name")!));
        else if (numbered)
            found.Port(field + ".service.port.number", service.At("port", "number"));
        else
            found.Required(field, "port name or number is required");
    }
}
