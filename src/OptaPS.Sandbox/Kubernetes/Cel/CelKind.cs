namespace OptaPS.Sandbox.Kubernetes.Cel;

/// <summary>Forms of expressions.</summary>
internal enum CelKind
{
    Literal,
    Name,
    Select,
    OptionalSelect,
    Index,
    OptionalIndex,
    Call,
    Method,
    List,
    Map,
    Unary,
    Binary,
    Choice
}
