namespace OptaPS.Sandbox.Kubernetes.Cel.Types;

/// <summary>A static type of the expression language.</summary>
/// <param name="name">Name as in messages.</param>
/// <param name="parameters">Types of items, of keys and values, or of what may be absent.</param>
internal sealed class CelType(string name, params IReadOnlyList<CelType> parameters)
{
    public static readonly CelType Bool = new("bool");
    public static readonly CelType Int = new("int");
    public static readonly CelType Double = new("double");
    public static readonly CelType Text = new("string");
    public static readonly CelType Bytes = new("bytes");
    public static readonly CelType Null = new("null");
    public static readonly CelType Duration = new("duration");
    public static readonly CelType Timestamp = new("timestamp");
    public static readonly CelType Dyn = new("dyn");
    public static readonly CelType Type = new("type");

    /// <summary>Not determined: the items of an empty list.</summary>
    public static readonly CelType Free = new("_");

    /// <summary>What a wrong expression has; it causes no further complaint.</summary>
    public static readonly CelType Error = new("!error!");

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal) { "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type" };
    private static readonly HashSet<string> Scalars = new(StringComparer.Ordinal) { "bool", "int", "uint", "double", "duration", "timestamp" };

    public string Name { get; } = name;

    public IReadOnlyList<CelType> Parameters { get; } = parameters;

    /// <summary>The fields of an object; null of other types.</summary>
    public IReadOnlyDictionary<string, CelType>? Fields { get; init; }

    public bool IsObject => Fields is not null;

    public bool IsList => Name == "list";

    public bool IsMap => Name == "map";

    public bool IsOptional => Name == "optional_type";

    /// <summary>Accepts everything.</summary>
    public bool IsOpen => Name is "dyn" or "_" or "!error!";

    /// <summary>A place holder in the signature of a function.</summary>
    public bool IsParameter => Name.Length == 1 && char.IsAsciiLetterUpper(Name[0]);

    /// <summary>Values have all the same size.</summary>
    public bool IsScalar => Scalars.Contains(Name) || (IsOptional && Parameters[0].IsScalar);

    /// <summary>Whether a name in an expression means a type.</summary>
    public static bool IsName(string name) => Names.Contains(name);

    public static CelType List(CelType item) => new("list", item);

    public static CelType Map(CelType key, CelType value) => new("map", key, value);

    public static CelType Optional(CelType inner) => new("optional_type", inner);

    /// <summary>Whether a value of one type may stand where the other is expected.</summary>
    public static bool Fits(CelType one, CelType other)
    {
        if (one.IsOpen || other.IsOpen || ReferenceEquals(one, other))
            return true;
        if (one.Name == "null" || other.Name == "null")
            return MayBeNull(one) || MayBeNull(other) || one.Name == other.Name;
        return !one.IsObject && !other.IsObject && one.Name == other.Name && one.Parameters.Count == other.Parameters.Count && one.Parameters.Zip(other.Parameters).All(pair => Fits(pair.First, pair.Second));
    }

    /// <summary>The more general of two types that fit.</summary>
    public static CelType Join(CelType one, CelType other)
    {
        if (one.Name == "_" || other.Name == "!error!")
            return other;
        if (other.Name == "_" || one.Name == "!error!")
            return one;
        if (one.Name == "dyn" || other.Name == "dyn")
            return Dyn;
        if (one.Name == "null")
            return other;
        return one.Parameters.Count == 0 || one.Parameters.Count != other.Parameters.Count ? one : new CelType(one.Name, [.. one.Parameters.Zip(other.Parameters, Join)]);
    }

    /// <summary>As in messages.</summary>
    public override string ToString() => Name == "_" ? "dyn" : Parameters.Count == 0 ? Name : $"{Name}({string.Join(", ", Parameters)})";

    private static bool MayBeNull(CelType type) => type.IsObject || type.Name is "duration" or "timestamp" || type.Name.Contains('.', StringComparison.Ordinal) || type.IsOptional;
}
