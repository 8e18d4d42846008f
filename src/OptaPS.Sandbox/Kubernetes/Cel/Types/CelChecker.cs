using System.Globalization;
using System.Text.RegularExpressions;

namespace OptaPS.Sandbox.Kubernetes.Cel.Types;

/// <summary>Determines the types of an expression's parts.</summary>
internal sealed class CelChecker(IReadOnlyDictionary<string, CelType> variables)
{
    private readonly Dictionary<string, Stack<CelType>> scope = new(StringComparer.Ordinal);

    public CelTyping Typing { get; } = new();

    public CelType Check(CelNode node) => Typing.Set(node, Determine(node));

    private CelType Determine(CelNode node) => node.Kind switch
    {
        CelKind.Literal => Literal(node.Value),
        CelKind.Name => Name(node),
        CelKind.Select => Select(node, node.At),
        CelKind.OptionalSelect => Optional(Select(node, node.At)),
        CelKind.Index => Operator(node, "_[_]"),
        CelKind.OptionalIndex => Operator(node, "_[?_]"),
        CelKind.List => CelType.List(Joined(node.Parts)),
        CelKind.Map => CelType.Map(Joined(node.Parts.Where((_, index) => index % 2 == 0)), Joined(node.Parts.Where((_, index) => index % 2 == 1))),
        CelKind.Unary => Operator(node, node.Text + "_"),
        CelKind.Binary => node.Text is "&&" or "||" ? Logic(node) : Operator(node, node.Text == "in" ? "@in" : $"_{node.Text}_"),
        CelKind.Choice => Operator(node, "_?_:_"),
        CelKind.Call => Call(node),
        _ => Method(node)
    };

    private static CelType Literal(object? value) => value switch
    {
        null => CelType.Null,
        bool => CelType.Bool,
        long => CelType.Int,
        double => CelType.Double,
        string => CelType.Text,
        _ => CelType.Bytes
    };

    private static CelType Optional(CelType type) => type.IsOptional ? type : CelType.Optional(type);

    private CelType Wrong(int at, string message)
    {
        Typing.Errors.Add((at, message));
        return CelType.Error;
    }

    private CelType Name(CelNode node)
    {
        if (scope.TryGetValue(node.Text, out var types) && types.TryPeek(out var local))
            return local;
        if (variables.TryGetValue(node.Text, out var type))
            return type;
        return CelType.IsName(node.Text) ? CelType.Type : Wrong(node.At, $"undeclared reference to '{node.Text}' (in container '')");
    }

    private CelType Select(CelNode node, int at)
    {
        var target = Check(node.Parts[0]);
        var inner = target.IsOptional ? target.Parameters[0] : target;
        CelType found;
        if (inner.Fields is { } fields)
            found = fields.GetValueOrDefault(node.Text) ?? Wrong(at, $"undefined field '{node.Text}'");
        else if (inner.IsMap)
            found = inner.Parameters[1];
        else
            found = inner.IsOpen ? CelType.Dyn : Wrong(at, $"type '{target}' does not support field selection");
        return target.IsOptional ? Optional(found) : found;
    }

    private CelType Joined(IEnumerable<CelNode> parts)
    {
        CelType? all = null;
        foreach (var part in parts)
        {
            var type = Check(part);
            if (all is not null && !CelType.Fits(all, type))
                Wrong(part.At, $"expected type '{all}' but found '{type}'");
            else
                all = all is null ? type : CelType.Join(all, type);
        }

        return all ?? CelType.Free;
    }

    private CelType Logic(CelNode node)
    {
        var good = true;
        foreach (var part in node.Parts)
        {
            var type = Check(part);
            if (CelType.Fits(type, CelType.Bool))
                continue;
            Wrong(part.At, $"expected type 'bool' but found '{type}'");
            good = false;
        }

        Typing.Set(node, CelSignatures.Of($"_{node.Text}_"));
        return good ? CelType.Bool : CelType.Error;
    }

    private CelType Operator(CelNode node, string name) => Resolve(node, name, [.. node.Parts.Select(Check)], isMember: false);

    private CelType Resolve(CelNode node, string name, List<CelType> given, bool isMember)
    {
        var all = CelSignatures.Of(name);
        if (all.Count == 0)
            return Wrong(node.At, $"undeclared reference to '{name}' (in container '')");
        CelType? result = null;
        var found = new List<CelOverload>();
        foreach (var overload in all.Where(overload => overload.IsMember == isMember))
        {
            if (overload.Apply(given) is not { } type)
                continue;
            found.Add(overload);
            result = result is null || Same(result, type) ? type : CelType.Dyn;
        }

        Typing.Set(node, found);
        return result ?? Wrong(node.At, $"found no matching overload for '{name}' applied to '{(isMember ? given[0] + "." : "")}({string.Join(", ", given.Skip(isMember ? 1 : 0))})'");
    }

    private static bool Same(CelType one, CelType other) => one.Name == other.Name && one.Parameters.Count == other.Parameters.Count && one.Parameters.Zip(other.Parameters).All(pair => Same(pair.First, pair.Second));

    private CelType Call(CelNode node)
    {
        if (node.Text == "has")
        {
            if (node.Parts is not [{ Kind: CelKind.Select or CelKind.OptionalSelect } field])
                return Wrong(node.Parts.Count == 1 ? node.Parts[0].At : node.At, "invalid argument to has() macro");
            Typing.Set(field, Select(field, node.At));
            return CelType.Bool;
        }

        if (node.Text == "@bind")
            return Inside(node.Parts[0].Text, Check(node.Parts[1]), () => Check(node.Parts[2]));
        var type = Operator(node, node.Text);
        if (type.Name is "duration" or "timestamp" && node.Parts is [{ Value: string text } argument])
            Time(node.Text, text, argument.At);
        return type;
    }

    private void Time(string word, string text, int at)
    {
        if (word == "duration" ? !CelDurations.TryParse(text, out _) : word == "timestamp" && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _))
            Wrong(at, $"invalid {word} argument");
    }

    private CelType Method(CelNode node)
    {
        if (CelLoop.Optional(node) is { } form)
        {
            Typing.Set(node, form);
            return Check(form);
        }

        if (CelLoop.Of(node) is { } loop)
        {
            Typing.Set(node, loop);
            return Loop(loop);
        }

        var arguments = node.Parts.Skip(1).Select(Check).ToList();
        if (node.Parts[0] is { Kind: CelKind.Name } prefix && CelSignatures.Of($"{prefix.Text}.{node.Text}").Count > 0)
            return Resolve(node, $"{prefix.Text}.{node.Text}", arguments, isMember: false);
        var type = Resolve(node, node.Text, [Check(node.Parts[0]), .. arguments], isMember: true);
        if (node is { Text: "matches", Parts: [_, { Value: string pattern } place] } && !IsPattern(pattern))
            Wrong(place.At, "invalid matches argument");
        return type;
    }

    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return true;
        }
        catch (RegexParseException)
        {
            return false;
        }
    }

    private CelType Loop(CelLoop loop)
    {
        var range = Check(loop.Range!);
        var item = range.IsList || range.IsMap ? range.Parameters[0] : range.IsOpen ? CelType.Dyn : Wrong(loop.Range!.At, $"expression of type '{range}' cannot be range of a comprehension (must be list, map, or dynamic)");
        return Inside(CelLoop.Gathered, Check(loop.Start), () =>
        {
            var step = Inside(loop.Variable, item, () =>
            {
                Check(loop.Condition);
                return Check(loop.Step);
            });
            var result = Check(loop.Result);
            return loop.Start.Kind == CelKind.List ? step : result;
        });
    }

    private CelType Inside(string name, CelType type, Func<CelType> check)
    {
        if (!scope.TryGetValue(name, out var types))
            scope[name] = types = new Stack<CelType>();
        types.Push(type);
        var result = check();
        types.Pop();
        return result;
    }
}
