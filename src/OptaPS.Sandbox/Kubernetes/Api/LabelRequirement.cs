namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>One condition on a label.</summary>
internal sealed record LabelRequirement(string Key, string Operator, IReadOnlyList<string> Values)
{
    public bool Matches(Dictionary<string, string> labels)
    {
        var has = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            "In" => has && Values.Contains(value!),
            "NotIn" => !has || !Values.Contains(value!),
            "Exists" => has,
            "DoesNotExist" => !has,
            "Gt" => has && long.TryParse(value, out var left) && long.TryParse(Values[0], out var right) && left > right,
            "Lt" => has && long.TryParse(value, out var low) && long.TryParse(Values[0], out var high) && low < high,
            _ => false
        };
    }
}
