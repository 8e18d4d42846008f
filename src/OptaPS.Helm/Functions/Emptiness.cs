namespace OptaPS.Helm.Functions;

/// <summary>sprig's idea of empty.</summary>
internal static class Emptiness
{
    public static bool Of(object? value) => value is GoObject { Type.Kind: GoKind.Struct } ? false : !Truth.Of(value);
}
