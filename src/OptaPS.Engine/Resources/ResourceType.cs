namespace OptaPS.Engine.Resources;

/// <summary>Names a kind of resource: the provider that serves it and the provider's own type name.</summary>
/// <param name="Provider">Provider name: <c>aws</c>, <c>gcp</c>, <c>azure</c>, <c>kubernetes</c>, <c>helm</c>, <c>tls</c>, <c>random</c>, <c>time</c>.</param>
/// <param name="Name">The type in the provider's words: <c>AWS::EC2::VPC</c>, <c>apps/v1/Deployment</c>, <c>release</c>.</param>
public readonly record struct ResourceType(string Provider, string Name)
{
    /// <summary>Reads the form that <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">There is no colon with text on both sides.</exception>
    public static ResourceType Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < text.Length - 1
            ? new ResourceType(text[..colon], text[(colon + 1)..])
            : throw new FormatException($"'{text}' is not a resource type; expected provider:name.");
    }

    /// <summary>Returns <c>provider:name</c>.</summary>
    public override string ToString() => $"{Provider}:{Name}";
}
