namespace OptaPS.Objects;

/// <summary>A live resource that carries a layer's ownership mark although the layer does not record it.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Identifier">The system's identifier.</param>
/// <param name="Address">The address in its mark, or empty.</param>
public sealed record Leftover(string Type, string Identifier, string Address)
{
    /// <summary>Returns type, identifier and address.</summary>
    public override string ToString() => Address.Length == 0 ? $"{Type} {Identifier}" : $"{Type} {Identifier} (was {Address})";
}
