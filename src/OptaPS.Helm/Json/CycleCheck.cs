namespace OptaPS.Helm.Json;

/// <summary>Finds values that hold themselves, as Go's JSON encoder does: only from a depth on that honest values do not have.</summary>
internal sealed class CycleCheck
{
    private const int LooksFrom = 1000;
    private readonly HashSet<object> open = new(ReferenceEqualityComparer.Instance);
    private int depth;

    /// <summary>Begins a map or list; a <see cref="FunctionException"/> with Go's message when it is inside itself.</summary>
    public void Enter(object value)
    {
        if (++depth > LooksFrom && !open.Add(value))
        {
            throw new FunctionException("json: unsupported value: encountered a cycle via " + GoTypes.Of(value)!.Name);
        }
    }

    /// <summary>Ends a map or list.</summary>
    public void Leave(object value)
    {
        if (depth-- > LooksFrom)
        {
            open.Remove(value);
        }
    }
}
