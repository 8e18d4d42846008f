namespace OptaPS.Helm.Functions;

/// <summary>reflect.DeepEqual: equal values of equal types.</summary>
internal static class DeepEquality
{
    public static bool Equal(object? a, object? b, FunctionContext? context = null)
    {
        RuntimeGuard.EnsureStack();
        context?.Step();
        switch (a)
        {
            case null:
                return b is null;
            case GoList x:
                return b is GoList y && x.Type == y.Type && x.IsNil == y.IsNil && x.Count == y.Count && x.Items.Zip(y.Items).All(p => Equal(p.First, p.Second, context));
            case GoMap x:
                return b is GoMap m && x.Type == m.Type && x.IsNil == m.IsNil && x.Count == m.Count
                    && x.Unordered.All(p => m.TryGetValue(p.Key, out var v) && Equal(p.Value, v, context));
            case GoBytes x:
                return b is GoBytes z && x.Data.AsSpan().SequenceEqual(z.Data);
            case GoObject x:
                return b is GoObject o && x.Type == o.Type && (ReferenceEquals(x, o) || (x.Fields.Count == o.Fields.Count && x.Text == o.Text && x.Fields.Zip(o.Fields).All(p => Equal(p.First.Value, p.Second.Value, context))));
            default:
                return b is not null && a.GetType() == b.GetType() && a.Equals(b);
        }
    }
}
