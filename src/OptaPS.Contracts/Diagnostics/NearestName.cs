namespace OptaPS.Diagnostics;

/// <summary>Finds the valid name that was most likely meant, for <see cref="Diagnostic.Nearest"/>.</summary>
public static class NearestName
{
    private const int LongestWord = 100;

    /// <summary>The candidate with the smallest edit distance, when it is small enough to be a slip in a word of that length; else null.</summary>
    /// <param name="written">What was written. Case does not count.</param>
    /// <param name="candidates">The names that are allowed; of several that are equally near the first wins.</param>
    public static string? Of(string written, IEnumerable<string> candidates)
    {
        if (written.Length > LongestWord)
            return null;

        var names = candidates as IReadOnlyCollection<string> ?? [.. candidates];
        string? best = null;
        var bestDistance = Math.Max(written.Length / 3, written.Length <= 4 ? 1 : 2) + 1;
        foreach (var name in names)
        {
            var distance = Distance(written.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance < bestDistance)
                (best, bestDistance) = (name, distance);
        }

        return best ?? (written.Length < 4 ? null : names.FirstOrDefault(name => IsPartOf(written, name)));
    }

    // "max_size" for "max-size", "size" for "max_size", "instance" for "instance_type".
    private static bool IsPartOf(string written, string name) => Plain(name) == Plain(written)
        || name.EndsWith("_" + written, StringComparison.OrdinalIgnoreCase) || name.StartsWith(written + "_", StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => name.Replace("-", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal).ToLowerInvariant();

    // Edit distance where swapping two neighbours counts once.
    private static int Distance(string a, string b)
    {
        var before = new int[b.Length + 1];
        var last = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1] + 1, last[j] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last) = (last, row);
        }

        return last[b.Length];
    }
}
