namespace OptaPS.Helm.Values;

/// <summary>The Go types that values and function parameters have.</summary>
internal static class GoTypes
{
    public static readonly GoType Any = new("interface {}", GoKind.Interface);
    public static readonly GoType Bool = new("bool", GoKind.Bool);
    public static readonly GoType Int = new("int", GoKind.Int);
    public static readonly GoType Int32 = new("int32", GoKind.Int32);
    public static readonly GoType Int64 = new("int64", GoKind.Int64);
    public static readonly GoType Uint8 = new("uint8", GoKind.Uint8);
    public static readonly GoType Uint32 = new("uint32", GoKind.Uint32);
    public static readonly GoType Uint64 = new("uint64", GoKind.Uint64);
    public static readonly GoType Float64 = new("float64", GoKind.Float64);
    public static readonly GoType String = new("string", GoKind.String);
    public static readonly GoType SliceAny = new("[]interface {}", GoKind.Slice, Any);
    public static readonly GoType SliceString = new("[]string", GoKind.Slice, String);
    public static readonly GoType SliceInt = new("[]int", GoKind.Slice, Int);
    public static readonly GoType SliceSliceAny = new("[][]interface {}", GoKind.Slice, SliceAny);
    public static readonly GoType Bytes = new("[]uint8", GoKind.Slice, Uint8);
    public static readonly GoType MapAny = new("map[string]interface {}", GoKind.Map, Any);
    public static readonly GoType SliceMapAny = new("[]map[string]interface {}", GoKind.Slice, MapAny);
    public static readonly GoType MapString = new("map[string]string", GoKind.Map, String);
    public static readonly GoType ChartValues = new("chartutil.Values", GoKind.Map, Any);
    public static readonly GoType VersionSet = new("chartutil.VersionSet", GoKind.Slice, String);
    public static readonly GoType Files = new("engine.files", GoKind.Map, Bytes);
    public static readonly GoType ReflectValue = new("reflect.Value", GoKind.Struct);
    /// <summary>A reflect.Value of which nil interfaces and no value are told apart.</summary>
    public static readonly GoType LengthValue = new("reflect.Value", GoKind.Struct);
    public static readonly GoType Time = new("time.Time", GoKind.Struct);
    public static readonly GoType Duration = new("time.Duration", GoKind.Int64);
    public static readonly GoType Month = new("time.Month", GoKind.Int);
    public static readonly GoType Weekday = new("time.Weekday", GoKind.Int);
    public static readonly GoType Error = new("*errors.errorString", GoKind.Pointer);

    /// <summary>The dynamic type of a value; nil has none.</summary>
    public static GoType? Of(object? value) => value switch
    {
        null => null,
        string => String,
        bool => Bool,
        GoInt => Int,
        long => Int64,
        double => Float64,
        GoMap m => m.Type,
        GoList l => l.Type,
        GoBytes => Bytes,
        GoObject o => o.Type,
        byte => Uint8,
        int => Int32,
        uint => Uint32,
        ulong => Uint64,
        _ => throw new InvalidOperationException("No Go type for " + value.GetType()),
    };
}
