using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Json;
using OptaPS.Engine.Providers;

namespace OptaPS.Engine.Planning.Policies;

/// <summary>Looks for broken rules in a plan.</summary>
public static class PolicyCheck
{
    /// <summary>
    /// One finding per broken rule and resource: OPTA2420 (error) for a deny, OPTA2421 (warning) for a warn, OPTA2422 (warning) when the value is known
    /// only at apply. Values are never in a finding; they may be secret.
    /// </summary>
    public static IReadOnlyList<Diagnostic> Run(Plan plan, IReadOnlyList<PolicyRule> rules) =>
    [
        .. rules.SelectMany(rule => plan.Changes.SelectMany(PolicySubject.Of).Where(subject => Concerns(rule, subject)).Select(subject => Judge(rule, subject))).OfType<Diagnostic>()
            .OrderByDescending(finding => finding.Severity),
    ];

    private static bool Concerns(PolicyRule rule, PolicySubject subject) => rule.Actions.Contains(subject.Action) && Wildcard.Matches(rule.Type, subject.Type);

    private static Diagnostic? Judge(PolicyRule rule, PolicySubject resource)
    {
        if (rule.Condition is not { } condition)
            return Broken(rule, resource, "");
        var document = resource.Document;
        if (Ancestor(document, rule.Path) is { } ancestor && ExpressionReader.IsExpression(ancestor))
            return Undecided(rule, resource);
        var pointers = JsonPointer.Expand(document, rule.Path).ToList();
        if (pointers.Count == 0)
            return condition.Holds(null) ? Broken(rule, resource, rule.Path) : null;
        Diagnostic? undecided = null;
        foreach (var pointer in pointers)
        {
            JsonPointer.TryGet(document, pointer, out var value);
            if (ExpressionReader.References(value).Any() || IsPlaceholder(value))
                undecided = Undecided(rule, resource);
            else if (condition.Holds(value))
                return Broken(rule, resource, pointer);
        }

        return undecided;
    }

    /// <summary>True of text in a rendered object that is made with a value that is known only during the apply.</summary>
    private static bool IsPlaceholder(JsonNode? value) => value is JsonValue text && text.ToString().Contains(ChildChange.Unknown, StringComparison.Ordinal);

    /// <summary>The first node on the way to a value that is not an ordinary object or list.</summary>
    private static JsonNode? Ancestor(JsonNode? document, string path)
    {
        foreach (var token in JsonPointer.Split(path))
        {
            if (document is not JsonObject members || ExpressionReader.IsExpression(document))
                return document;
            document = members[token];
        }

        return document;
    }

    private static Diagnostic Broken(PolicyRule rule, PolicySubject resource, string pointer) => new(
        rule.Severity == PolicySeverity.Deny ? "OPTA2420" : "OPTA2421",
        rule.Severity == PolicySeverity.Deny ? Severity.Error : Severity.Warning,
        $"The rule '{rule.Name}' is broken by '{resource.Name}' ({resource.Action.ToString().ToLowerInvariant()}): {rule.Message}")
    {
        Resource = resource.Address,
        Category = DiagnosticCategory.SecurityError,
        Evidence = [pointer.Length == 0 ? resource.Type.ToString() : $"{resource.Type} {pointer}", .. rule.Location is { } place ? [$"rule at {place}"] : Array.Empty<string>()],
        Remedy = rule.Severity == PolicySeverity.Deny ? "Nothing was changed. Correct the file so that the rule is kept, or change the rule." : "Look at the resource; the run goes on.",
    };

    private static Diagnostic Undecided(PolicyRule rule, PolicySubject resource) =>
        new("OPTA2422", Severity.Warning, $"The rule '{rule.Name}' cannot be decided for '{resource.Name}' before the apply: the value is not known yet.")
        {
            Resource = resource.Address,
            Evidence = rule.Path.Length == 0 ? [] : [rule.Path],
            Remedy = "Plan again after the apply; the rule is then checked against the real value.",
        };
}
