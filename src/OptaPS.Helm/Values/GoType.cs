namespace OptaPS.Helm.Values;

/// <summary>A Go type: its printed name, kind, and element type.</summary>
internal sealed class GoType(string name, GoKind kind, GoType? element = null)
{
    /// <summary>The name that %T and error messages print.</summary>
    public string Name { get; } = name;

    public GoKind Kind { get; } = kind;

    /// <summary>Type of the elements of a slice or the values of a map.</summary>
    public GoType? Element { get; } = element;

    /// <summary>True for types to which nil can be assigned.</summary>
    public bool CanBeNil => Kind is GoKind.Interface or GoKind.Map or GoKind.Pointer or GoKind.Slice or GoKind.Func || this == GoTypes.ReflectValue || this == GoTypes.LengthValue;

    /// <summary>The name that kindOf prints.</summary>
    public string KindName => Kind switch
    {
        GoKind.Invalid => "invalid",
        GoKind.Bool => "bool",
        GoKind.Int => "int",
        GoKind.Int32 => "int32",
        GoKind.Int64 => "int64",
        GoKind.Uint8 => "uint8",
        GoKind.Uint32 => "uint32",
        GoKind.Uint64 => "uint64",
        GoKind.Float64 => "float64",
        GoKind.Complex128 => "complex128",
        GoKind.String => "string",
        GoKind.Slice => "slice",
        GoKind.Map => "map",
        GoKind.Struct => "struct",
        GoKind.Pointer => "ptr",
        GoKind.Func => "func",
        _ => "interface",
    };

    public override string ToString() => Name;
}
