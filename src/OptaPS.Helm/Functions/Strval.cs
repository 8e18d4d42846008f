namespace OptaPS.Helm.Functions;

/// <summary>sprig's way to make text of any value.</summary>
internal static class Strval
{
    public static string Of(object? value) => value switch
    {
        string s => s,
        GoBytes b => b.Text,
        null => "<nil>",
        _ => GoPrinter.ToText(value),
    };

    /// <summary>A list of texts of any value; nil items are left out.</summary>
    public static List<string> Slice(object? value) => value switch
    {
        null => [],
        GoList list => [.. list.Items.Where(i => i is not null).Select(Of)],
        GoBytes bytes => [.. bytes.Data.Select(b => Of(b))],
        _ => [Of(value)],
    };
}
