using System.Text.RegularExpressions;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Validation;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>One condition on a label.</summary>
internal sealed partial record LabelRequirement(string Key, string Operator, IReadOnlyList<string> Values)
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

    public static LabelRequirement Parse(string text, string whole)
    {
        var set = SetForm().Match(text);
        if (set.Success)
            return Check(new LabelRequirement(set.Groups[1].Value, set.Groups[2].Value == "in" ? "In" : "NotIn", [.. set.Groups[3].Value.Split(',').Select(item => item.Trim())]));
        var compare = CompareForm().Match(text);
        if (compare.Success)
        {
            var sign = compare.Groups[2].Value;
            var verb = sign switch { "!=" => "NotIn", ">" => "Gt", "<" => "Lt", _ => "In" };
            return Check(new LabelRequirement(compare.Groups[1].Value, verb, [compare.Groups[3].Value]));
        }

        if (text.StartsWith('!') && KeyForm().IsMatch(text[1..].Trim()))
            return Check(new LabelRequirement(text[1..].Trim(), "DoesNotExist", []));
        if (KeyForm().IsMatch(text))
            return Check(new LabelRequirement(text, "Exists", []));
        throw ApiErrors.BadRequest(Complaint(text, whole));
    }

    private static string Complaint(string text, string whole)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (text.Length == 0)
            return "found '', expected: identifier after ','";
        if (parts.Length >= 2 && parts[1] is "in" or "notin")
            return $"unable to parse requirement: found '{(parts.Length > 2 ? parts[2] : "")}' expected: '('";
        if (parts.Length >= 2)
            return $"unable to parse requirement: found '{parts[1]}', expected: in, notin, =, ==, !=, gt, lt";
        return $"unable to parse requirement: found '{text}', expected: !, identifier, or 'end of string'";
    }

    private static LabelRequirement Check(LabelRequirement requirement)
    {
        if (NameRules.Qualified(requirement.Key).FirstOrDefault() is { } message)
            throw ApiErrors.BadRequest($"unable to parse requirement: <nil>: Invalid value: \"{requirement.Key}\": {message}");
        foreach (var value in requirement.Values)
        {
            if (NameRules.LabelValue(value).FirstOrDefault() is { } odd)
                throw ApiErrors.BadRequest($"unable to parse requirement: values[0][{requirement.Key}]: Invalid value: \"{value}\": {odd}");
        }

        return requirement;
    }

    [GeneratedRegex(@"^([^\s,()=!<>]+)\s+(in|notin)\s*\(([^()]*)\)$")]
    private static partial Regex SetForm();

    [GeneratedRegex(@"^([^\s,()=!<>]+)\s*(==|=|!=|>|<)\s*([^\s,()=!<>]*)$")]
    private static partial Regex CompareForm();

    [GeneratedRegex(@"^[^\s,()=!<>]+$")]
    private static partial Regex KeyForm();
}
