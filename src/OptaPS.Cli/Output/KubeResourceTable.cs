using OptaPS.Diagnostics;
using OptaPS.Objects;

namespace OptaPS.Cli.Output;

/// <summary>Prints objects of a cluster: one table for each kind, with the server's own columns.</summary>
internal static class KubeResourceTable
{
    private const string NameColumn = "Name";
    private const string Gap = "   ";

    public static void Write(TextWriter output, IReadOnlyList<KubeResource> items, bool withNamespace, bool wide)
    {
        var kinds = items.GroupBy(item => (item.ApiVersion, item.Kind)).ToList();
        foreach (var kind in kinds)
        {
            if (kind != kinds[0])
                output.WriteLine();
            Write(output, kind.ToList(), withNamespace, wide, withKind: kinds.Count > 1);
        }
    }

    /// <summary>The name as it is printed among several kinds: <c>deployment.apps/web</c>.</summary>
    public static string NameOf(KubeResource item, bool withKind)
    {
        if (!withKind)
            return item.Name;
        var slash = item.ApiVersion.IndexOf('/', StringComparison.Ordinal);
        return $"{item.Kind.ToLowerInvariant()}{(slash < 0 ? "" : "." + item.ApiVersion[..slash])}/{item.Name}";
    }

    private static void Write(TextWriter output, List<KubeResource> items, bool withNamespace, bool wide, bool withKind)
    {
        var columns = items[0].Columns.Keys.Where(column => column != NameColumn && (wide || !items[0].WideColumns.Contains(column))).ToList();
        withNamespace &= items[0].Namespace is not null;
        List<string[]> rows =
        [
            [.. withNamespace ? (string[])["NAMESPACE", "NAME"] : ["NAME"], .. columns.Select(column => column.ToUpperInvariant())],
            .. items.Select(item => (string[])
            [
                .. withNamespace ? (string[])[item.Namespace ?? "", NameOf(item, withKind)] : [NameOf(item, withKind)],
                .. columns.Select(column => item.Columns.GetValueOrDefault(column, "")),
            ]),
        ];
        var widths = rows[0].Select((_, i) => rows.Max(row => row[i].Length)).ToArray();
        foreach (var row in rows)
            output.WriteLine(LogCommands.DefuseLine(string.Join(Gap, row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()));
    }
}
