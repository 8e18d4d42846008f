namespace OptaPS.Helm.Values;

/// <summary>A Go struct, pointer to struct, or named type with methods.</summary>
internal abstract class GoObject
{
    public abstract GoType Type { get; }

    /// <summary>Fields in declaration order, for printing.</summary>
    public virtual IReadOnlyList<KeyValuePair<string, object?>> Fields => [];

    /// <summary>Fields as fmt prints them, where an embedded struct stands for its own fields.</summary>
    public virtual IReadOnlyList<KeyValuePair<string, object?>> PrintedFields => Fields;

    /// <summary>What String() or Error() gives; null when the type has neither.</summary>
    public virtual string? Text => null;

    /// <summary>What String() gives when only the pointer type has it, so that it applies to a printed field but not to a function argument.</summary>
    public virtual string? AddressableText => Text;

    /// <summary>True for a nil pointer.</summary>
    public virtual bool IsNil => false;

    public virtual bool TryGetField(string name, out object? value, out bool isInterface)
    {
        isInterface = false;
        foreach (var (key, field) in Fields)
        {
            if (key == name)
            {
                value = field;
                return true;
            }
        }
        value = null;
        return false;
    }

    /// <summary>The method of that name, or null.</summary>
    public virtual GoFunction? Method(string name) => null;

    /// <summary>The tree that encoding/json would write.</summary>
    public virtual object? ToJson() => Fields;
}
