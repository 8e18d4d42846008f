using System.Numerics;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;
using OptaPS.Sandbox.Kubernetes.Validation;

namespace OptaPS.Sandbox.Kubernetes.Admission.Quotas;

/// <summary>What a pod asks for in total.</summary>
internal static class PodAmounts
{
    /// <summary>Requests or limits of all containers; init containers count where one alone needs more.</summary>
    public static JsonObject Sum(JsonObject pod, string part)
    {
        var totals = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        var binary = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var (name, amount) in Amounts(pod, "containers", part, binary))
            totals[name] = totals.GetValueOrDefault(name) + amount;
        foreach (var (name, amount) in Amounts(pod, "initContainers", part, binary))
            totals[name] = BigInteger.Max(totals.GetValueOrDefault(name), amount);
        var result = new JsonObject();
        foreach (var (name, total) in totals)
            result[name] = Quantity.FromNano(total, binary[name]).Canonical;
        return result;
    }

    private static IEnumerable<(string Name, BigInteger Amount)> Amounts(JsonObject pod, string list, string part, Dictionary<string, bool> binary)
    {
        foreach (var container in pod.Objects("spec", list))
        {
            foreach (var (name, amount) in container.Map("resources", part) ?? [])
            {
                if (ResourceRules.Read(amount) is not { } quantity)
                    continue;
                binary[name] = binary.GetValueOrDefault(name) || quantity.Canonical.EndsWith('i');
                yield return (name, quantity.Nano);
            }
        }
    }
}
