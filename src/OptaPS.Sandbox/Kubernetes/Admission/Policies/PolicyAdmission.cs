using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Cel;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Admission.Policies;

/// <summary>Validating admission policies: expressions over the object, bound to resources, that deny or warn.</summary>
internal sealed class PolicyAdmission(Cluster cluster) : IAdmissionPlugin
{
    private const string Group = "admissionregistration.k8s.io/";
    private readonly ConcurrentDictionary<string, CelRule> rules = new(StringComparer.Ordinal);

    public Task AdmitAsync(AdmissionRequest request, CancellationToken ct) => Task.CompletedTask;

    public Task ValidateAsync(AdmissionRequest request, CancellationToken ct)
    {
        if (request.Context.Kind.Group == "admissionregistration.k8s.io" || request.Context.Subresource.Length > 0 || request.Is("/events"))
            return Task.CompletedTask;
        foreach (var binding in cluster.Store.List(Group + "validatingadmissionpolicybindings"))
        {
            if (cluster.Store.Get(Group + "validatingadmissionpolicies", "", binding.Body.Text("spec", "policyName") ?? "")?.Body is not { } policy)
                continue;
            if (Matches(policy.Map("spec", "matchConstraints"), request) && (binding.Body.Map("spec", "matchResources") is not { } narrow || Selects(narrow, request)))
                Run(policy, binding.Body, request);
        }

        return Task.CompletedTask;
    }

    private bool Matches(JsonObject? constraints, AdmissionRequest request)
    {
        if (constraints is null || !Selects(constraints, request))
            return false;
        var hook = new JsonObject { ["rules"] = constraints["resourceRules"]?.DeepClone() };
        if (!WebhookSelection.Matches(cluster, hook, request))
            return false;
        return constraints.List("excludeResourceRules") is not { Count: > 0 } except || !WebhookSelection.Matches(cluster, new JsonObject { ["rules"] = except.DeepClone() }, request);
    }

    private bool Selects(JsonObject constraints, AdmissionRequest request) => constraints.List("resourceRules") is { Count: > 0 } rulesOf
        ? WebhookSelection.Matches(cluster, new JsonObject { ["rules"] = rulesOf.DeepClone(), ["objectSelector"] = constraints["objectSelector"]?.DeepClone(), ["namespaceSelector"] = constraints["namespaceSelector"]?.DeepClone() }, request)
        : WebhookSelection.Selects(cluster, constraints, request);

    private void Run(JsonObject policy, JsonObject binding, AdmissionRequest request)
    {
        if (policy.At("spec", "paramKind") is not null)
            throw new ApiException(501, "NotImplemented", $"OPTA8005 the sandbox does not evaluate policies with parameters: {policy.Name()}");
        var variables = Variables(policy, request);
        foreach (var condition in policy.Objects("spec", "matchConditions"))
        {
            if (Evaluate(condition.Text("expression"), variables) is false)
                return;
        }

        foreach (var validation in policy.Objects("spec", "validations"))
        {
            string? problem = null;
            try
            {
                if (Evaluate(validation.Text("expression"), variables) is true)
                    continue;
            }
            catch (CelException e)
            {
                if (policy.Text("spec", "failurePolicy") == "Ignore")
                    continue;
                problem = $"expression '{validation.Text("expression")}' resulted in error: {e.Message}";
            }

            Report(policy, binding, request, validation, problem ?? Message(validation, variables));
        }
    }

    private static void Report(JsonObject policy, JsonObject binding, AdmissionRequest request, JsonObject validation, string message)
    {
        var actions = binding.Texts("spec", "validationActions").ToList();
        if (actions.Contains("Warn"))
            request.Context.Warnings.Add($"Validation failed for ValidatingAdmissionPolicy '{policy.Name()}' with binding '{binding.Name()}': {message}");
        if (!actions.Contains("Deny"))
            return;
        var reason = validation.Text("reason") ?? "Invalid";
        var why = $"ValidatingAdmissionPolicy '{policy.Name()}' with binding '{binding.Name()}' denied request: {message}";
        var details = ApiErrors.Details(request.Context.Kind, request.Body.Name());
        details["causes"] = new JsonArray(new JsonObject { ["message"] = why });
        var code = reason switch { "Forbidden" => 403, "Unauthorized" => 401, "RequestEntityTooLarge" => 413, _ => 422 };
        throw new ApiException(code, reason, $"{request.Context.Kind.QualifiedPlural} \"{request.Body.Name()}\" is forbidden: {why}", details);
    }

    private string Message(JsonObject validation, Dictionary<string, object?> variables)
    {
        if (validation.Text("messageExpression") is { Length: > 0 } expression)
        {
            try
            {
                if (Evaluate(expression, variables) is string text)
                    return text;
            }
            catch (CelException)
            {
                // The plain message says it then.
            }
        }

        return validation.Text("message") ?? "failed expression: " + validation.Text("expression")?.Trim();
    }

    private object? Evaluate(string? expression, Dictionary<string, object?> variables) => CelRule.Read(expression ?? "true", rules).Evaluate(variables);

    private Dictionary<string, object?> Variables(JsonObject policy, AdmissionRequest request)
    {
        var kind = request.Context.Kind;
        var names = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["object"] = CelValues.From(request.Operation == "DELETE" ? null : request.Body),
            ["oldObject"] = CelValues.From(request.Old),
            ["namespaceObject"] = CelValues.From(kind.Namespaced ? cluster.Store.Get("/namespaces", "", request.Context.Namespace)?.Body : null),
            ["params"] = null,
            ["request"] = CelValues.From(new JsonObject
            {
                ["operation"] = request.Operation, ["name"] = request.Body.Name(), ["namespace"] = request.Context.Namespace, ["dryRun"] = request.Context.DryRun,
                ["kind"] = new JsonObject { ["group"] = kind.Group, ["version"] = kind.Version, ["kind"] = kind.Kind },
                ["resource"] = new JsonObject { ["group"] = kind.Group, ["version"] = kind.Version, ["resource"] = kind.Plural },
                ["userInfo"] = new JsonObject { ["username"] = request.Context.User.Name, ["groups"] = JsonWrite.ToArray(request.Context.User.Groups) }
            })
        };
        var own = new Dictionary<string, object?>(StringComparer.Ordinal);
        names["variables"] = own;
        foreach (var variable in policy.Objects("spec", "variables"))
            own[variable.Text("name") ?? ""] = Evaluate(variable.Text("expression"), names);
        return names;
    }
}
