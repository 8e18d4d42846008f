using System.Globalization;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>The budget that the estimated costs of a schema's rules have to keep.</summary>
internal sealed class RuleBudget
{
    private const ulong PerRule = 10_000_000;
    private const ulong PerSchema = 100_000_000;

    private readonly List<(string Field, ulong Cost)> expensive = [];
    private ulong total;

    /// <summary>Notes a rule's cost and complains when that alone is too much.</summary>
    public void Spend(Findings found, string field, string name, ulong cost)
    {
        if (cost > PerRule)
            found.Forbidden(field, Exceeded(name, cost, PerRule));
        total = total > ulong.MaxValue - cost ? ulong.MaxValue : total + cost;
        if (cost >= PerSchema / 100)
            expensive.Add((field, cost));
    }

    /// <summary>Complains when all rules together cost too much, naming the four most expensive.</summary>
    public void Close(Findings found, string field)
    {
        if (total <= PerSchema)
            return;
        foreach (var (rule, _) in expensive.OrderByDescending(rule => rule.Cost).Take(4))
            found.Forbidden(rule, "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema");
        found.Forbidden(field, Exceeded("x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema", total, PerSchema));
    }

    private static string Exceeded(string name, ulong cost, ulong limit)
    {
        var factor = (double)cost / limit;
        var shown = factor > 100 ? "more than 100x" : factor.ToString(factor < 1.5 ? "F6" : "F1", CultureInfo.InvariantCulture) + "x";
        return $"{name} exceeds budget by factor of {shown} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)";
    }
}
