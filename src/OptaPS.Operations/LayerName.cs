namespace OptaPS.Operations;

/// <summary>Identity of a layer: an environment, or a service in it.</summary>
/// <param name="Environment">The environment's name.</param>
/// <param name="Service">The service's name, or null for the environment itself.</param>
internal sealed record LayerName(string Environment, string? Service = null)
{
    /// <summary>Reads the engine's form.</summary>
    public static LayerName Parse(string layer)
    {
        var slash = layer.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new LayerName(layer) : new LayerName(layer[..slash], layer[(slash + 1)..]);
    }

    /// <summary>The engine's form: <c>environment</c> or <c>environment/service</c>.</summary>
    public override string ToString() => Service is null ? Environment : $"{Environment}/{Service}";
}
