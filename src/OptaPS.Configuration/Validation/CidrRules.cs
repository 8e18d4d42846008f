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
        var seen = new List<(string Text, Ipv4Range Range)>();
        foreach (var text in texts)
        {
            if (Parse(text) is not { } range)
            {
                continue;
            }

            var other = seen.Find(candidate => candidate.Range.Overlaps(range));
            if (other.Text is not null)
            {
                return (other.Text, text);
            }

            seen.Add((text, range));
        }

        return null;
    }

    private static Ipv4Range? Parse(string text) => Ipv4Range.TryParseEither(text, out var range) ? range : null;
}
