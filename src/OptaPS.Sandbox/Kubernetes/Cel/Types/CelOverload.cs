namespace OptaPS.Sandbox.Kubernetes.Cel.Types;

/// <summary>One signature of a function.</summary>
/// <param name="Id">Name of the signature.</param>
/// <param name="IsMember">Called on a target, which is the first argument.</param>
/// <param name="Arguments">Types of the arguments.</param>
/// <param name="Result">Type of the answer.</param>
internal sealed record CelOverload(string Id, bool IsMember, IReadOnlyList<CelType> Arguments, CelType Result)
{
    /// <summary>The type of the answer for these arguments, or null when they do not fit.</summary>
    public CelType? Apply(IReadOnlyList<CelType> given)
    {
        if (given.Count != Arguments.Count)
            return null;
        var bound = new Dictionary<string, CelType>(StringComparer.Ordinal);
        return given.Zip(Arguments).All(pair => Bind(pair.First, pair.Second, bound)) ? Filled(Result, bound) : null;
    }

    private static bool Bind(CelType given, CelType wanted, Dictionary<string, CelType> bound)
    {
        if (wanted.IsParameter)
        {
            if (!bound.TryGetValue(wanted.Name, out var before))
                bound[wanted.Name] = given;
            else if (CelType.Fits(given, before))
                bound[wanted.Name] = CelType.Join(before, given);
            else
                return false;
            return true;
        }

        if (given.IsOpen || wanted.Name == "dyn")
            return true;
        return wanted.Parameters.Count == 0 ? CelType.Fits(given, wanted) : given.Name == wanted.Name && given.Parameters.Count == wanted.Parameters.Count && given.Parameters.Zip(wanted.Parameters).All(pair => Bind(pair.First, pair.Second, bound));
    }

    private static CelType Filled(CelType type, Dictionary<string, CelType> bound) =>
        type.IsParameter ? bound.GetValueOrDefault(type.Name, CelType.Free) : type.Parameters.Count == 0 ? type : new CelType(type.Name, [.. type.Parameters.Select(inner => Filled(inner, bound))]);
}
