namespace OptaPS.Helm.Rendering;

/// <summary>Splits text at lines that start with three dashes, as Helm's regular expression (?:^|\s*\n)---\s* does.</summary>
internal static class ManifestSplitter
{
    public static List<string> Split(string text)
    {
        text = text.Trim(Space);
        var documents = new List<string>();
        var start = 0;
        var at = 0;
        while (true)
        {
            var separator = Find(text, at);
            if (separator < 0)
            {
                Add(documents, text, start, text.Length);
                return documents;
            }
            Add(documents, text, start, separator);
            start = separator + 3;
            while (start < text.Length && Space.Contains(text[start]))
            {
                start++;
            }
            at = start;
        }
    }

    private static readonly char[] Space = [' ', '\t', '\n', '\r', '\v', '\f', '\u0085', '\u00a0'];

    private static int Find(string text, int from)
    {
        if (from == 0 && text.StartsWith("---", StringComparison.Ordinal))
        {
            return 0;
        }
        var at = text.IndexOf("\n---", from, StringComparison.Ordinal);
        return at < 0 ? -1 : at + 1;
    }

    private static void Add(List<string> documents, string text, int from, int to)
    {
        var end = to;
        while (to < text.Length && end > from && Space.Contains(text[end - 1]))
        {
            end--;
        }
        if (end > from)
        {
            documents.Add(text[from..end].Trim(Space));
        }
    }
}
