namespace OptaPS.Helm.Templates;

/// <summary>A value in a running template, with what reflection would know of it: that there is none, or that it sits in an interface.</summary>
internal readonly struct Operand(object? value, bool isInterface)
{
    public object? Value { get; } = value;

    /// <summary>True when the static type is interface{}, as for elements of maps and lists.</summary>
    public bool IsInterface { get; } = isInterface;

    /// <summary>False for no value at all.</summary>
    public bool IsValid => Value is not null || IsInterface;

    public static Operand None => default;

    /// <summary>A value of its own dynamic type; nil gives no value.</summary>
    public static Operand Of(object? value) => new(value, false);

    public static Operand Interface(object? value) => new(value, true);

    /// <summary>The name of the static type, for error messages.</summary>
    public string TypeName => IsInterface ? GoTypes.Any.Name : GoTypes.Of(Value)?.Name ?? "<nil>";
}
