namespace OptaPS.Helm.Functions;

/// <summary>All functions that chart templates can call.</summary>
internal sealed class FunctionTable
{
    private readonly Dictionary<string, GoFunction> functions = new(StringComparer.Ordinal);

    // A list's slot takes as much memory as this many characters.
    private const int CharactersPerItem = 4;

    private FunctionTable()
    {
    }

    /// <summary>Helm's table: Go's own functions, sprig without env and expandenv, and Helm's additions.</summary>
    public static FunctionTable Helm { get; } = CreateHelm();

    public IReadOnlyDictionary<string, GoFunction> Functions => functions;

    /// <summary>Adds a function; the signature lists parameter types, the last with a leading ... when it repeats.</summary>
    public void Add(string name, string signature, Func<FunctionContext, object?[], object?> body) =>
        functions[name] = Create(name, signature, body);

    public void Add(string name, string signature, Func<object?[], object?> body) => Add(name, signature, (_, a) => body(a));

    /// <summary>Adds a function that makes new text, which counts against the limit.</summary>
    public void AddText(string name, string signature, Func<object?[], string> body) => Add(name, signature, (context, arguments) =>
    {
        var text = body(arguments);
        context.Charge(text.Length);
        return text;
    });

    /// <summary>Adds a function that makes a new list, which counts against the limit by its length.</summary>
    public void AddList(string name, string signature, Func<object?[], GoList> body) => Add(name, signature, (context, arguments) =>
    {
        var list = body(arguments);
        context.Charge(list.Count * CharactersPerItem);
        return list;
    });

    public void Add(GoFunction function) => functions[function.Name] = function;

    /// <summary>A second name for the same function.</summary>
    public void Alias(string name, string existing)
    {
        var f = functions[existing];
        functions[name] = new GoFunction(name, f.Parameters, f.Variadic, f.Body);
    }

    public static GoFunction Create(string name, string signature, Func<FunctionContext, object?[], object?> body)
    {
        var parts = signature.Length == 0 ? [] : signature.Split(' ');
        var variadic = parts.Length > 0 && parts[^1].StartsWith("...", StringComparison.Ordinal);
        var types = Array.ConvertAll(parts, p => Type(p.TrimStart('.')));
        return new GoFunction(name, types, variadic, body);
    }

    private static GoType Type(string code) => code switch
    {
        "any" => GoTypes.Any,
        "value" => GoTypes.ReflectValue,
        "length" => GoTypes.LengthValue,
        "float" => GoTypes.Float64,
        "string" => GoTypes.String,
        "int" => GoTypes.Int,
        "certificate" => CertificateValue.CertificateType,
        "uint32" => GoTypes.Uint32,
        "int32" => GoTypes.Int32,
        "int64" => GoTypes.Int64,
        "bool" => GoTypes.Bool,
        "map" => GoTypes.MapAny,
        "list" => GoTypes.SliceAny,
        "time" => GoTypes.Time,
        _ => throw new ArgumentException("unknown parameter type " + code, nameof(code)),
    };

    private static FunctionTable CreateHelm()
    {
        var table = new FunctionTable();
        BuiltIns.AddTo(table);
        StringFunctions.AddTo(table);
        CaseFunctions.AddTo(table);
        RegexFunctions.AddTo(table);
        MathFunctions.AddTo(table);
        ListFunctions.AddTo(table);
        DictFunctions.AddTo(table);
        DefaultFunctions.AddTo(table);
        TypeFunctions.AddTo(table);
        PathFunctions.AddTo(table);
        UrlFunctions.AddTo(table);
        DateFunctions.AddTo(table);
        SemverFunctions.AddTo(table);
        CryptoFunctions.AddTo(table);
        CertificateFunctions.AddTo(table);
        EncodingFunctions.AddTo(table);
        HelmFunctions.AddTo(table);
        return table;
    }
}
