namespace OptaPS.Configuration.Interpolation;

/// <summary>A reference such as <c>vars.list[0]</c> split into its steps.</summary>
internal static class ReferencePath
{
    /// <summary>The steps, or null when the text is not a path (format rules, spaces, stray brackets).</summary>
    public static List<string>? Split(string text)
    {
        var steps = new List<string>();
        var at = 0;
        while (at < text.Length)
        {
            int end;
            if (text[at] == '[')
            {
                end = text.IndexOf(']', at);
                if (end <= at + 1)
                {
                    return null;
                }

                steps.Add(text[(at + 1)..end].Trim('"', '\''));
                at = end + 1;
                continue;
            }

            if (text[at] == '.')
            {
                at++;
            }

            end = at;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '-'))
            {
                end++;
            }

            if (end == at || (end < text.Length && text[end] is not ('.' or '[')))
            {
                return null;
            }

            steps.Add(text[at..end]);
            at = end;
        }

        return steps.Count == 0 ? null : steps;
    }
}
