namespace OptaPS.Helm.Values;

/// <summary>A function that templates can call, with the parameter types that Go checks.</summary>
internal sealed class GoFunction(string name, GoType[] parameters, bool variadic, Func<FunctionContext, object?[], object?> body)
{
    public string Name { get; } = name;

    /// <summary>Parameter types; of a variadic function the last is the type of each further argument.</summary>
    public GoType[] Parameters { get; } = parameters;

    public bool Variadic { get; } = variadic;

    public Func<FunctionContext, object?[], object?> Body { get; } = body;
}
