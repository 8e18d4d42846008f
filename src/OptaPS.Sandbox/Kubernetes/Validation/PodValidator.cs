using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Pods: their spec and the few fields that may change.</summary>
internal sealed class PodValidator : IKindValidator
{
    public IReadOnlyList<string> Storages { get; } = ["/pods"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        if (old is null)
            PodSpecRules.Check(found, body["spec"], "spec", template: false);
        else if (!body.IsDeleting())
            Change(found, body, old);
        return found;
    }

    private static void Change(Findings found, JsonObject body, JsonObject old)
    {
        foreach (var list in new[] { "containers", "initContainers" })
        {
            if (body.Objects("spec", list).Count() == old.Objects("spec", list).Count())
                continue;
            found.Forbidden("spec." + list, list == "containers" ? "pod updates may not add or remove containers" : "pod updates may not add or remove init containers");
            return;
        }

        foreach (var list in new[] { "containers", "initContainers" })
        {
            var index = 0;
            foreach (var container in body.Objects("spec", list))
            {
                if (container.Text("image") is null or "")
                {
                    found.Required($"spec.{list}[{index}].image");
                    found.Required($"spec.{list}[{index}].image");
                }

                index++;
            }
        }

        Gates(found, body, old);
        found.Between("spec.activeDeadlineSeconds", body.At("spec", "activeDeadlineSeconds"), 1, int.MaxValue);
        var before = old.Objects("spec", "tolerations").ToList();
        var now = body.Objects("spec", "tolerations").ToList();
        if (before.Exists(item => !now.Exists(other => Covers(other, item))))
            found.Forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds");
        if (!JsonWrite.Same(Fixed(body), Fixed(old)))
        {
            found.Forbidden("spec", "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
                + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)");
        }
    }

    private static void Gates(Findings found, JsonObject body, JsonObject old)
    {
        var before = old.Objects("spec", "schedulingGates").Select(gate => gate.Text("name")).ToList();
        var index = 0;
        foreach (var gate in body.Objects("spec", "schedulingGates"))
        {
            if (!before.Contains(gate.Text("name")))
                found.Forbidden($"spec.schedulingGates[{index}].name", $"only deletion is allowed, but found new scheduling gate '{gate.Text("name")}'");
            index++;
        }
    }

    private static bool Covers(JsonObject now, JsonObject before)
    {
        var (left, right) = (now.Copy(), before.Copy());
        left.Remove("tolerationSeconds");
        right.Remove("tolerationSeconds");
        return JsonWrite.Same(left, right);
    }

    /// <summary>The spec without what may change.</summary>
    private static JsonObject Fixed(JsonObject pod)
    {
        var spec = pod.Map("spec")?.Copy() ?? [];
        foreach (var name in new[] { "activeDeadlineSeconds", "tolerations", "schedulingGates", "ephemeralContainers" })
            spec.Remove(name);
        foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")))
            container.Remove("image");
        if (pod.Number("spec", "terminationGracePeriodSeconds") is 1 or < 0)
            spec.Remove("terminationGracePeriodSeconds");
        return spec;
    }
}
