namespace OptaPS.Helm.Values;

/// <summary>Kinds of Go's reflect package, as far as templates meet them.</summary>
internal enum GoKind
{
    Invalid,
    Bool,
    Int,
    Int32,
    Int64,
    Uint8,
    Uint32,
    Uint64,
    Float64,
    Complex128,
    String,
    Slice,
    Map,
    Struct,
    Pointer,
    Func,
    Interface,
}
