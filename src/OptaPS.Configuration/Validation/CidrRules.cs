namespace OptaPS.Configuration.Validation;

/// <summary>Rules over address ranges. Texts that are no ranges were reported before and are left out.</summary>
internal static class CidrRules
{
    /// <summary>The first inner range that lies in none of the outer ones, or null.</summary>
    public static string? Outside(IEnumerable<string> inner, IEnumerable<string> outer)
    {
        var outerRanges = outer.Select(Parse).OfType<Ipv4Range>().ToList();
        return outerRanges.Count == 0 ? null : inner.FirstOrDefault(text => Parse(text) is { } range && !outerRanges.Exists(candidate => candidate.Contains(range)));
    }

    /// <summary>The first two ranges that overlap, or null.</summary>
    public static (string One, string Other)? Overlap(IEnumerable<string> texts)
    {
        // Ranges are nested or apart, so among sorted ones two that overlap stand side by side.
        var sorted = texts.Select(text => (Text: text, Range: Parse(text))).Where(pair => pair.Range is not null)
            .Select(pair => (pair.Text, Range: pair.Range!.Value)).OrderBy(pair => pair.Range.Address).ThenBy(pair => pair.Range.Prefix).ToList();
        for (var index = 1; index < sorted.Count; index++)
        {
            if (sorted[index - 1].Range.Overlaps(sorted[index].Range))
            {
                return (sorted[index - 1].Text, sorted[index].Text);
            }
        }

        return null;
    }

    private static Ipv4Range? Parse(string text) => Ipv4Range.TryParseEither(text, out var range) ? range : null;
}
