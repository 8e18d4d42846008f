namespace OptaPS.Helm.Templates;

/// <summary>Evaluates pipelines with the type rules that Go's reflection gives templates.</summary>
internal sealed class Evaluator(RenderSession session, Template template)
{
    private static readonly List<Node> NoArguments = [];
    private Node node = template.Root;

    public VariableStack Variables { get; } = new();

    /// <summary>Notes the node that an error would be about.</summary>
    public void At(Node at) => node = at;

    public TemplateExecException Error(string message, string? nilPath = null) =>
        new($"template: {node.Source.Locate(node.Position)}: executing {GoQuote.Quote(template.Name)} at <{node}>: {message}") { NilPath = nilPath };

    public void Assign(string name, Operand value)
    {
        if (!Variables.TrySet(name, value))
        {
            throw Error("undefined variable: " + name);
        }
    }

    public Operand Pipeline(Operand dot, PipeNode pipe)
    {
        At(pipe);
        var value = Operand.None;
        var first = true;
        foreach (var command in pipe.Commands)
        {
            value = Operand.Of(Command(dot, command, first ? null : value).Value);
            first = false;
        }
        foreach (var variable in pipe.Declarations)
        {
            if (pipe.IsAssign)
            {
                Assign(variable.Names[0], value);
            }
            else
            {
                Variables.Push(variable.Names[0], value);
            }
        }
        return value;
    }

    private Operand Command(Operand dot, CommandNode command, Operand? final)
    {
        var first = command.Arguments[0];
        switch (first)
        {
            case FieldNode field:
                At(field);
                return Chain(dot, dot, field, field.Names, 0, command.Arguments, final);
            case ChainNode chain:
                return ChainTerm(dot, chain, command.Arguments, final);
            case IdentifierNode identifier:
                At(identifier);
                return Call(dot, identifier.Function, command, identifier.Name, command.Arguments, final);
            case PipeNode pipe:
                NotAFunction(command.Arguments, final);
                return Pipeline(dot, pipe);
            case VariableNode variable:
                return Variable(dot, variable, command.Arguments, final);
        }
        At(first);
        NotAFunction(command.Arguments, final);
        switch (first)
        {
            case BoolNode b:
                return Operand.Of(b.Value);
            case DotNode:
                return dot;
            case NilNode:
                throw Error("nil is not a command");
            case NumberNode number:
                return Operand.Of(Ideal(number));
            case StringNode text:
                return Operand.Of(text.Text);
        }
        throw Error("can't evaluate command " + GoQuote.Quote(first.ToString()!));
    }

    private void NotAFunction(List<Node> arguments, Operand? final)
    {
        if (arguments.Count > 1 || final is not null)
        {
            throw Error("can't give argument to non-function " + arguments[0]);
        }
    }

    private object Ideal(NumberNode number)
    {
        At(number);
        return number.Ideal ?? throw Error(number.Text + " overflows int");
    }

    private Operand Variable(Operand dot, VariableNode variable, List<Node> arguments, Operand? final)
    {
        At(variable);
        if (!Variables.TryGet(variable.Names[0], out var value))
        {
            throw Error("undefined variable: " + variable.Names[0]);
        }
        if (variable.Names.Length == 1)
        {
            NotAFunction(arguments.Count == 0 ? [variable] : arguments, final);
            return value;
        }
        return Chain(dot, value, variable, variable.Names, 1, arguments, final);
    }

    private Operand ChainTerm(Operand dot, ChainNode chain, List<Node> arguments, Operand? final)
    {
        At(chain);
        if (chain.Term is NilNode)
        {
            throw Error("indirection through explicit nil in " + chain);
        }
        At(chain.Term);
        var receiver = chain.Term switch
        {
            PipeNode pipe => Pipeline(dot, pipe),
            IdentifierNode identifier => Call(dot, identifier.Function, identifier, identifier.Name, NoArguments, null),
            ChainNode inner => ChainTerm(dot, inner, NoArguments, null),
            _ => throw Error("can't handle " + chain.Term),
        };
        return Chain(dot, receiver, chain, chain.Fields, 0, arguments, final);
    }

    private Operand Chain(Operand dot, Operand receiver, Node at, string[] names, int from, List<Node> arguments, Operand? final)
    {
        for (var i = from; i < names.Length - 1; i++)
        {
            receiver = Step(dot, names, i, at, NoArguments, null, receiver);
        }
        return Step(dot, names, names.Length - 1, at, arguments, final, receiver);
    }

    private Operand Step(Operand dot, string[] names, int index, Node at, List<Node> arguments, Operand? final, Operand receiver)
    {
        if (receiver is { IsValid: true, Value: null })
        {
            throw Error($"nil pointer evaluating {receiver.TypeName}.{names[index]}", NilPath(names, index, at));
        }
        return Field(dot, names[index], at, arguments, final, receiver);
    }

    private static string NilPath(string[] names, int index, Node at)
    {
        var path = string.Join('.', names[..index]);
        return at switch
        {
            VariableNode => path,
            ChainNode chain => $"({chain.Term})" + (index > 0 ? "." + path : ""),
            _ => "." + path,
        };
    }

    private Operand Field(Operand dot, string name, Node at, List<Node> arguments, Operand? final, Operand receiver)
    {
        if (!receiver.IsValid)
        {
            return Operand.None;
        }
        var value = receiver.Value;
        var hasArguments = arguments.Count > 1 || final is not null;
        switch (value)
        {
            case GoMap map:
                if (map.Type == GoTypes.Files && FilesMethods.Find(map, name) is { } filesMethod)
                {
                    return Call(dot, filesMethod, at, name, arguments, final);
                }
                if (map.Type == GoTypes.ChartValues && ValuesMethods.Find(map, name) is { } valuesMethod)
                {
                    return Call(dot, valuesMethod, at, name, arguments, final);
                }
                if (hasArguments)
                {
                    throw Error(name + " is not a method but has arguments");
                }
                if (map.TryGetValue(name, out var item))
                {
                    return new Operand(item, map.Type.Element == GoTypes.Any);
                }
                return map.Type.Element!.Kind switch
                {
                    GoKind.String => Operand.Of(""),
                    GoKind.Slice => Operand.Of(new GoBytes([])),
                    _ => Operand.Interface(null),
                };
            case GoObject o:
                if (o.Method(name) is { } method)
                {
                    return Call(dot, method, at, name, arguments, final);
                }
                if (o.TryGetField(name, out var field, out var isInterface))
                {
                    return hasArguments ? throw Error(name + " has arguments but cannot be invoked as function") : new Operand(field, isInterface);
                }
                break;
            case GoList { Type: var type } list when type == GoTypes.VersionSet && name == "Has":
                return Call(dot, VersionSetMethods.Has(list), at, name, arguments, final);
        }
        throw Error($"can't evaluate field {name} in type {receiver.TypeName}");
    }

    private Operand Call(Operand dot, GoFunction function, Node at, string name, List<Node> arguments, Operand? final)
    {
        var given = Math.Max(arguments.Count - 1, 0);
        var types = function.Parameters;
        var count = given + (final is null ? 0 : 1);
        var needed = function.Variadic ? types.Length - 1 : types.Length;
        if (function.Variadic ? count < needed : count != needed)
        {
            throw Error(function.Variadic
                ? $"wrong number of args for {name}: want at least {needed} got {given}"
                : $"wrong number of args for {name}: want {needed} got {count}");
        }
        if (function == BuiltIns.And || function == BuiltIns.Or)
        {
            return ShortCircuit(dot, function == BuiltIns.Or, arguments, final);
        }
        var values = count == 0 ? [] : new object?[count];
        for (var i = 0; i < given; i++)
        {
            values[i] = Argument(dot, i < types.Length ? types[i] : types[^1], arguments[i + 1]);
        }
        if (final is { } last)
        {
            values[given] = Validate(last, given < types.Length ? types[given] : types[^1]);
        }
        try
        {
            return Operand.Of(function == BuiltIns.CallFunction && given > 0 ? BuiltIns.Call(values[0], arguments[1].ToString()!) : function.Body(session, values));
        }
        catch (Exception e) when (e is FunctionException or TemplateExecException or Toml.TomlPanicException)
        {
            At(at);
            throw Error($"error calling {name}: {e.Message}", (e as TemplateExecException)?.NilPath);
        }
    }

    private Operand ShortCircuit(Operand dot, bool stopAt, List<Node> arguments, Operand? final)
    {
        object? value = null;
        for (var i = 1; i < arguments.Count; i++)
        {
            value = Argument(dot, GoTypes.ReflectValue, arguments[i]);
            if (Truth.Of(value) == stopAt)
            {
                return Operand.Of(value);
            }
        }
        return Operand.Of(final is null ? value : final.Value.Value);
    }

    private object? Argument(Operand dot, GoType type, Node argument)
    {
        At(argument);
        switch (argument)
        {
            case DotNode:
                return Validate(dot, type);
            case NilNode:
                return type.CanBeNil ? null : throw Error("cannot assign nil to " + type);
            case FieldNode field:
                return Validate(Chain(dot, dot, field, field.Names, 0, NoArguments, null), type);
            case VariableNode variable:
                return Validate(Variable(dot, variable, NoArguments, null), type);
            case PipeNode pipe:
                return Validate(Pipeline(dot, pipe), type);
            case IdentifierNode identifier:
                return Validate(Call(dot, identifier.Function, identifier, identifier.Name, NoArguments, null), type);
            case ChainNode chain:
                return Validate(ChainTerm(dot, chain, NoArguments, null), type);
        }
        return Constant(type, argument);
    }

    private object? Constant(GoType type, Node argument)
    {
        switch (type.Kind)
        {
            case GoKind.Bool:
                return argument is BoolNode b ? b.Value : throw Error("expected bool; found " + argument);
            case GoKind.String:
                return argument is StringNode s ? s.Text : throw Error("expected string; found " + argument);
            case GoKind.Float64:
                return argument is NumberNode { Float: { } f } ? f : throw Error("expected float; found " + argument);
            case GoKind.Int:
                return argument is NumberNode { Integer: { } i } ? GoInt.Box(i) : throw Error("expected integer; found " + argument);
            case GoKind.Int64:
                return argument is NumberNode { Integer: { } l } ? l : throw Error("expected integer; found " + argument);
            case GoKind.Uint32:
                return argument is NumberNode { Unsigned: { } u } ? unchecked((uint)u) : throw Error("expected unsigned integer; found " + argument);
            case GoKind.Int32:
                return argument is NumberNode { Integer: { } n } ? (int)n : throw Error("expected integer; found " + argument);
            case GoKind.Interface:
            case GoKind.Struct when type == GoTypes.ReflectValue || type == GoTypes.LengthValue:
                return argument switch
                {
                    BoolNode v => v.Value,
                    StringNode v => v.Text,
                    NumberNode v => Ideal(v),
                    _ => throw Error($"can't handle assignment of {argument} to empty interface argument"),
                };
        }
        throw Error($"can't handle {argument} for arg of type {type}");
    }

    private object? Validate(Operand value, GoType type)
    {
        if (!value.IsValid)
        {
            return type.CanBeNil ? null : throw Error("invalid value; expected " + type);
        }
        if (type == GoTypes.Any || type == GoTypes.ReflectValue)
        {
            return value.Value;
        }
        if (type == GoTypes.LengthValue)
        {
            return value.Value ?? NilInterface.Instance;
        }
        var actual = GoTypes.Of(value.Value);
        if (actual == type || (type == GoTypes.MapAny && actual == GoTypes.ChartValues))
        {
            return value.Value;
        }
        throw Error($"wrong type for value; expected {type}; got {actual?.Name ?? "interface {}"}");
    }
}
