using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Reading;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;

namespace OptaPS.Configuration.Validation;

/// <summary>Runs the rules over several inputs of one module. Values that are unknown until apply pass.</summary>
internal sealed class RuleChecks(LoadContext context, ModuleDraft draft, ModuleInputs inputs)
{
    public void Run()
    {
        foreach (var rule in draft.Schema.Rules)
        {
            if (Violation(rule) is var (input, detail))
            {
                var place = draft.Node.Find(input)?.Key ?? (SourceNode)draft.TypeNode;
                context.Error(rule.Kind == "ports" ? Codes.Ports : Codes.Rule, place, detail, rule.About);
            }
        }
    }

    private (string Input, string Detail)? Violation(RuleSchema rule) => rule.Kind switch
    {
        "together" => Together(rule.Inputs),
        "exclusive" => Exclusive(rule.Inputs),
        "anyOf" => rule.Inputs.Any(IsGiven) ? null : (rule.Inputs[0], $"{(rule.Inputs.Count == 1 ? "The input" : "One of the inputs")} {List(rule.Inputs)} is needed."),
        "requires" => IsOn(rule.Inputs[0]) && rule.Inputs.Skip(1).FirstOrDefault(input => !IsOn(input)) is { } missing ? (rule.Inputs[0], $"The input '{rule.Inputs[0]}' needs '{missing}'.") : null,
        "ordered" => Number(rule.Inputs[0]) is { } low && Number(rule.Inputs[1]) is { } high && low > high ? (Written(rule.Inputs), $"'{rule.Inputs[0]}' is {low}, above '{rule.Inputs[1]}', which is {high}.") : null,
        "sameZeroness" => Number(rule.Inputs[0]) is { } first && Number(rule.Inputs[1]) is { } second && first == 0 && second != 0 ? (Written(rule.Inputs), $"'{rule.Inputs[0]}' is 0, but '{rule.Inputs[1]}' is {second}.") : null,
        "subset" => Texts(rule.Inputs[0]).Except(Texts(rule.Inputs[1]), StringComparer.Ordinal).FirstOrDefault() is { } outside && AllKnown(rule.Inputs[1]) ? (Written(rule.Inputs), $"{Quote.Of(outside)} of '{rule.Inputs[0]}' is not in '{rule.Inputs[1]}'.") : null,
        "noRepeats" => Repeated(rule.Inputs[0]) is { } name ? (rule.Inputs[0], $"The name {Quote.Of(name)} occurs twice in '{rule.Inputs[0]}'.") : null,
        "needsPort" => inputs[rule.Inputs[0]] is ConfigScalar or ConfigText or ConfigList { Count: > 0 } && !rule.Inputs.Skip(1).Any(IsGiven) ? (rule.Inputs[0], $"The input '{rule.Inputs[0]}' needs a port.") : null,
        "cidrInside" => CidrRules.Outside(Texts(rule.Inputs[0]), Texts(rule.Inputs[1])) is { } range ? (Written(rule.Inputs), $"{Quote.Of(range)} of '{rule.Inputs[0]}' does not lie inside '{rule.Inputs[1]}'.") : null,
        "cidrDistinct" => CidrRules.Overlap(rule.Inputs.SelectMany(Texts)) is var (one, other) ? (Written(rule.Inputs), $"The ranges {Quote.Of(one)} and {Quote.Of(other)} overlap.") : null,
        _ => SpecialRules.Violation(rule, inputs),
    };

    private (string Input, string Detail)? Together(IReadOnlyList<string> names)
    {
        var given = names.Where(IsGiven).ToList();
        return given.Count == 0 || given.Count == names.Count ? null : (given[0], $"The {(given.Count == 1 ? "input" : "inputs")} {List(given)} {(given.Count == 1 ? "needs" : "need")} {List(names.Except(given, StringComparer.Ordinal))} too.");
    }

    private (string Input, string Detail)? Exclusive(IReadOnlyList<string> names)
    {
        var given = names.Where(name => inputs.IsWritten(name) && IsOn(name)).ToList();
        return given.Count <= 1 ? null : (given[1], $"The inputs {List(given)} exclude each other.");
    }

    // A value that was written but is wrong was reported already; for the rules it counts as given.
    private bool IsGiven(string name) => inputs[name] is not { } value
        ? draft.Node.Find(name)?.Value is not (null or ScalarNode { IsNull: true })
        : value is not ConfigList { Count: 0 } and not ConfigMap { Count: 0 } and not ConfigScalar { Kind: ScalarKind.Text, Text: "" };

    private bool IsOn(string name) => IsGiven(name) && inputs[name] is not ConfigScalar { Kind: ScalarKind.Boolean, Boolean: false };

    private long? Number(string name) => inputs[name] is ConfigScalar { Kind: ScalarKind.Integer } scalar ? scalar.Integer : null;

    private IEnumerable<string> Texts(string name) => inputs[name] switch
    {
        ConfigList list => list.Items.OfType<ConfigScalar>().Select(item => item.Text),
        ConfigScalar { Text.Length: > 0 } scalar => [scalar.Text],
        _ => [],
    };

    private bool AllKnown(string name) => inputs[name] is null or ConfigScalar || (inputs[name] is ConfigList list && list.Items.All(item => item is ConfigScalar));

    private string? Repeated(string name) => inputs[name] is ConfigList list
        ? list.Items.OfType<ConfigMap>().Select(item => item.FindString("name")).OfType<string>().GroupBy(item => item, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key
        : null;

    private string Written(IReadOnlyList<string> names) => names.FirstOrDefault(inputs.IsWritten) ?? names[0];

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
