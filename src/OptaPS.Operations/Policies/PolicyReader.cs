using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Configuration;
using OptaPS.Configuration.Values;
using OptaPS.Diagnostics;
using OptaPS.Engine.Planning.Policies;
using OptaPS.Engine.Providers;

namespace OptaPS.Operations.Policies;

/// <summary>Reads policy rules from YAML files: <c>rules</c>, a list of maps with name, type, path, condition, message, severity and actions.</summary>
internal sealed class PolicyReader
{
    private static readonly string[] Keys = ["name", "type", "path", "condition", "message", "severity", "actions"];
    private static readonly string[] ActionNames = ["create", "update", "replace", "delete", "adopt", "forget"];
    private static readonly Dictionary<string, PolicyOperator> Operators = Enum.GetValues<PolicyOperator>()
        .ToDictionary(one => char.ToLowerInvariant(one.ToString()[0]) + one.ToString()[1..], StringComparer.Ordinal);

    private readonly List<Diagnostic> errors = [];

    /// <summary>The rules of all files in order.</summary>
    /// <exception cref="OptaException">Something in a file is wrong; all findings together, each with its place.</exception>
    public static async Task<IReadOnlyList<PolicyRule>> ReadAsync(IReadOnlyList<string> paths, string folder, CancellationToken cancellationToken)
    {
        var reader = new PolicyReader();
        var rules = new List<PolicyRule>();
        foreach (var path in paths)
            rules.AddRange(reader.Read(await DataFile.ReadAsync(path, folder, cancellationToken)));
        return reader.errors.Count == 0 ? rules : throw new OptaException(reader.errors);
    }

    private IEnumerable<PolicyRule> Read(ConfigValue root)
    {
        if (root is ConfigMap map && map["rules"] is ConfigList rules && map.Count == 1)
            return rules.Items.Select(Rule).OfType<PolicyRule>().ToList();
        Wrong(root, "A policy file is a map with the one key 'rules', a list.", "rules:");
        return [];
    }

    private PolicyRule? Rule(ConfigValue value)
    {
        var before = errors.Count;
        if (value is not ConfigMap map)
        {
            Wrong(value, $"A rule is a map, not a {value.KindName}.", string.Join(", ", Keys));
            return null;
        }

        foreach (var entry in map.Entries.Where(entry => !Keys.Contains(entry.Key, StringComparer.Ordinal)))
            Wrong(entry.Value, $"'{entry.Key}' is no key of a rule.", string.Join(", ", Keys), entry.KeyLocation);
        var name = Text(map, "name");
        var type = Text(map, "type");
        var message = Text(map, "message");
        var path = map.FindString("path") ?? "";
        if (path.Length > 0 && path[0] != '/')
            Wrong(map["path"]!, "A path is a JSON pointer and begins with '/'.", "for example /BucketEncryption or /Tags/*/Key");
        if (map["condition"] is null && (map["actions"] is null || path.Length > 0))
            Wrong(map, "A rule needs a condition, or actions and no path.", string.Join(", ", Operators.Keys));
        var condition = map["condition"] is { } written ? Condition(written) : null;
        var severity = OneOf(map, "severity", ["deny", "warn"]) == "warn" ? PolicySeverity.Warn : PolicySeverity.Deny;
        var actions = Actions(map);
        if (errors.Count > before)
            return null;
        var rule = new PolicyRule(name!, type!, condition, message!) { Path = path, Severity = severity, Location = map.Location };
        return actions is null ? rule : rule with { Actions = actions };
    }

    private PolicyCondition? Condition(ConfigValue value)
    {
        var (word, operand) = value switch
        {
            ConfigScalar scalar => (scalar.Text, null),
            ConfigMap { Count: 1 } map => (map.Entries[0].Key, map.Entries[0].Value.ToJson()),
            _ => ("", (JsonNode?)null),
        };
        var fits = Operators.TryGetValue(word, out var comparison)
            && comparison is PolicyOperator.Exists or PolicyOperator.Absent == value is ConfigScalar
            && (comparison is not (PolicyOperator.In or PolicyOperator.NotIn) || operand is JsonArray);
        if (!fits)
        {
            Wrong(value, "A condition is 'exists', 'absent', or one comparison with its operand, such as 'equals: true'; 'in' and 'notIn' take a list.", string.Join(", ", Operators.Keys));
            return null;
        }

        if (comparison is PolicyOperator.Matches or PolicyOperator.NotMatches && !IsPattern(operand?.ToString() ?? ""))
            Wrong(value, "The text is no regular expression.", "a .NET regular expression");
        return new PolicyCondition(comparison, operand);
    }

    private static bool IsPattern(string text)
    {
        try
        {
            _ = new Regex(text, RegexOptions.None, TimeSpan.FromSeconds(1));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private List<PlannedAction>? Actions(ConfigMap map)
    {
        if (map["actions"] is not { } value)
            return null;
        var words = value is ConfigList list ? list.Items.Select(item => (item as ConfigScalar)?.Text ?? "").ToList() : [];
        if (words.Count > 0 && words.TrueForAll(word => ActionNames.Contains(word, StringComparer.Ordinal)))
            return words.ConvertAll(word => Enum.Parse<PlannedAction>(word, ignoreCase: true));
        Wrong(value, "'actions' is a list of actions.", string.Join(", ", ActionNames));
        return null;
    }

    private string? OneOf(ConfigMap map, string key, string[] allowed)
    {
        if (map[key] is not { } value || value is ConfigScalar scalar && allowed.Contains(scalar.Text, StringComparer.Ordinal))
            return map.FindString(key);
        Wrong(value, $"'{key}' has another value than allowed.", string.Join(", ", allowed));
        return null;
    }

    private string? Text(ConfigMap map, string key)
    {
        if (map[key] is ConfigScalar { Text.Length: > 0 } scalar)
            return scalar.Text;
        Wrong(map[key] ?? map, $"A rule needs '{key}'.", "text");
        return null;
    }

    private void Wrong(ConfigValue at, string message, string allowed, SourceLocation? place = null) =>
        errors.Add(new Diagnostic("OPTA7060", Severity.Error, message)
        {
            Location = place ?? at.Location,
            Category = DiagnosticCategory.InvalidData,
            Allowed = allowed,
            Remedy = "Correct the policy file. Nothing was changed.",
        });
}
