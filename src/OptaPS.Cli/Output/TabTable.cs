namespace OptaPS.Cli.Output;

/// <summary>Tables as Helm prints them: cells padded to the width of their column and joined by tabs.</summary>
internal static class TabTable
{
    private const int Widest = 80;

    public static string Write<T>(IReadOnlyList<T> items, params (string Header, Func<T, string> Value)[] columns)
    {
        var rows = items.Select(item => columns.Select(column => Cut(column.Value(item))).ToArray()).Prepend([.. columns.Select(column => column.Header)]).ToList();
        var widths = columns.Select((_, i) => rows.Max(row => row[i].Length)).ToArray();
        return string.Concat(rows.Select(row => string.Join('\t', row.Select((cell, i) => cell.PadRight(widths[i]))) + "\n"));
    }

    private static string Cut(string text) => text.Length <= Widest ? text : text[..(Widest - 3)] + "...";
}
