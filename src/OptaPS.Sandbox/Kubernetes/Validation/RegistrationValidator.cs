using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Webhook configurations, API services, namespaces.</summary>
internal sealed class RegistrationValidator : IKindValidator
{
    private const string SecurityPrefix = "pod-security.kubernetes.io/";

    public IReadOnlyList<string> Storages { get; } =
    [
        "admissionregistration.k8s.io/mutatingwebhookconfigurations", "admissionregistration.k8s.io/validatingwebhookconfigurations", "apiregistration.k8s.io/apiservices",
        "/namespaces"
    ];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        switch (body.Text("kind"))
        {
            case "APIService":
                Service(found, body);
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
        foreach (var finalizer in old is null ? body.Texts("spec", "finalizers").ToList() : [])
        {
            found.Invalid("spec.finalizers", finalizer, NameRules.Qualified(finalizer));
            if (!finalizer.Contains('/', StringComparison.Ordinal) && finalizer is not ("kubernetes" or "orphan" or "foregroundDeletion"))
                found.Invalid("spec.finalizers", finalizer, "name is neither a standard finalizer name nor is it fully qualified");
        }

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
        if (body.Name() != wanted && body.Name().Length > 0)
            found.Invalid("metadata.name", body.Name(), $"must be `spec.version+\".\"+spec.group`: \"{wanted}\"");
        if (body.Text("spec", "group") is null or "")
        {
            if (body.Text("spec", "version") != "v1")
                found.Required("spec.group", "only v1 may have an empty group and it better be legacy kube");
        }
        else
        {
            found.Invalid("spec.group", body.Text("spec", "group"), NameRules.Subdomain(body.Text("spec", "group")!));
        }

        found.Invalid("spec.version", body.Text("spec", "version") ?? "", NameRules.Label1035(body.Text("spec", "version") ?? ""));
        if (body.Number("spec", "groupPriorityMinimum") is null or <= 0 or > 20000)
            found.Invalid("spec.groupPriorityMinimum", body.Number("spec", "groupPriorityMinimum") ?? 0, "must be positive and less than 20000");
        if (body.Number("spec", "versionPriority") is null or <= 0 or > 1000)
            found.Invalid("spec.versionPriority", body.Number("spec", "versionPriority") ?? 0, "must be positive and less than 1000");
        if (body.Map("spec", "service") is not { } service)
        {
            if (body.Text("spec", "caBundle") is { Length: > 0 })
                found.Invalid("spec.caBundle", "", "local APIServices may not have a caBundle");
            if (body.Flag("spec", "insecureSkipTLSVerify"))
                found.Invalid("spec.insecureSkipTLSVerify", true, "local APIServices may not have insecureSkipTLSVerify");
            return;
        }

        foreach (var name in new[] { "namespace", "name" })
        {
            if (service.Text(name) is null or "")
                found.Required("spec.service." + name);
        }

        if (body.Flag("spec", "insecureSkipTLSVerify") && body.Text("spec", "caBundle") is { Length: > 0 })
            found.Invalid("spec.insecureSkipTLSVerify", true, "may not be true if caBundle is present");
    }

    private static void Hook(Findings found, JsonObject hook, string field)
    {
        var name = hook.Text("name") ?? "";
        if (name.Length == 0)
            found.Required(field + ".name");
        else if (name.Split('.').Length < 3)
            found.Invalid(field + ".name", name, "should be a domain with at least three segments separated by dots");
        else
            found.Invalid(field + ".name", name, NameRules.Subdomain(name));
        var index = 0;
        foreach (var rule in hook.Objects("rules"))
            HookRuleRules.Check(found, rule, $"{field}.rules[{index++}]");

        found.OneOf(field + ".failurePolicy", hook.Text("failurePolicy"), "Fail", "Ignore");
        found.OneOf(field + ".matchPolicy", hook.Text("matchPolicy"), "Equivalent", "Exact");
        if (hook.Text("sideEffects") is null)
            found.Required(field + ".sideEffects", "must specify one of None, NoneOnDryRun");
        else
            found.OneOf(field + ".sideEffects", hook.Text("sideEffects"), "None", "NoneOnDryRun");
        if (hook.Number("timeoutSeconds") is < 1 or > 30)
            found.Invalid(field + ".timeoutSeconds", hook["timeoutSeconds"], "the timeout value must be between 1 and 30 seconds");
        HookClientRules.Check(found, hook.Map("clientConfig"), field + ".clientConfig");
        foreach (var selector in new[] { "namespaceSelector", "objectSelector" })
            SelectorRules.Check(found, hook[selector], $"{field}.{selector}");
        found.OneOf(field + ".reinvocationPolicy", hook.Text("reinvocationPolicy"), "IfNeeded", "Never");
        MatchConditionRules.Check(found, hook, field + ".matchConditions");
        var versions = hook.Texts("admissionReviewVersions").ToList();
        if (versions.Count == 0)
            found.Required(field + ".admissionReviewVersions", "must specify one of v1, v1beta1");
        for (var i = 0; i < versions.Count; i++)
        {
            if (versions.IndexOf(versions[i]) < i)
                found.Invalid($"{field}.admissionReviewVersions[{i}]", versions[i], "duplicate version");
            else
                found.Invalid($"{field}.admissionReviewVersions[{i}]", versions[i], NameRules.Label1035(versions[i]));
        }

        if (versions.Count > 0 && !versions.Exists(version => version is "v1" or "v1beta1"))
            found.Invalid(field + ".admissionReviewVersions", hook["admissionReviewVersions"], "must include at least one of v1, v1beta1");
    }
}
