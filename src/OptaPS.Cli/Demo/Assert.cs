namespace OptaPS.Cli.Demo;

/// <summary>What the demo insists on.</summary>
internal static class Assert
{
    public static T Single<T>(IReadOnlyList<T> items, string what) =>
        items.Count == 1 ? items[0] : throw new DemoException($"expected one {what}, found {items.Count}: {string.Join(", ", items)}");

    public static void Empty<T>(IReadOnlyList<T> items, string what)
    {
        if (items.Count > 0)
            throw new DemoException($"expected no {what}, found {items.Count}:\n  {string.Join("\n  ", items)}");
    }

    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new DemoException($"{what}: expected {expected}, found {actual}");
    }
}
