namespace OptaPS.Configuration.Yaml;

/// <summary>Finds the valid name that was most likely meant.</summary>
internal static class Nearest
{
    /// <summary>The candidate with the smallest edit distance, when it is small enough for the length; else null.</summary>
    public static string? Of(string written, IEnumerable<string> candidates)
    {
        if (written.Length > 100)
        {
            return null;
        }

        string? best = null;
        var bestDistance = Math.Max(1, Math.Max(written.Length / 3, written.Length <= 4 ? 1 : 2)) + 1;
        foreach (var candidate in candidates)
        {
            var distance = Distance(written.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best ?? candidates.FirstOrDefault(candidate =>
            written.Length >= 4 && (Plain(candidate) == Plain(written) || candidate.EndsWith("_" + written, StringComparison.OrdinalIgnoreCase) || candidate.StartsWith(written + "_", StringComparison.OrdinalIgnoreCase)));
    }

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
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last) = (last, row);
        }

        return last[b.Length];
    }
}
