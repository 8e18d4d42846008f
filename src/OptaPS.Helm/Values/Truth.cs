namespace OptaPS.Helm.Values;

/// <summary>What counts as true in if, and, or, not.</summary>
internal static class Truth
{
    public static bool Of(object? value) => value switch
    {
        null => false,
        bool b => b,
        string s => s.Length > 0,
        GoInt i => i.Value != 0,
        long l => l != 0,
        double d => d != 0,
        GoMap m => m.Count > 0,
        GoList l => l.Count > 0,
        GoBytes b => b.Data.Length > 0,
        int n => n != 0,
        byte n => n != 0,
        uint n => n != 0,
        ulong n => n != 0,
        IGoNumeric n => n.Number != 0,
        GoComplex c => c.IsTrue,
        GoObject o => !o.IsNil,
        _ => true,
    };

    /// <summary>False for what encoding/json leaves out under omitempty.</summary>
    public static bool IsSet(object? value) => value is GoObject || Of(value);
}
