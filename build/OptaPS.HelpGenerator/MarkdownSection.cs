namespace OptaPS.HelpGenerator;

/// <summary>A heading with the lines below it, up to the next heading of any level.</summary>
internal sealed record MarkdownSection(int Level, string Title, IReadOnlyList<string> Lines)
{
    /// <summary>Splits a page; text before the first heading is dropped, headings inside code fences are text, HTML comments are left out.</summary>
    public static IReadOnlyList<MarkdownSection> Split(string markdown)
    {
        var sections = new List<MarkdownSection>();
        var lines = new List<string>();
        var fence = false;
        foreach (var line in markdown.ReplaceLineEndings("\n").Split('\n'))
        {
            fence ^= line.StartsWith("```", StringComparison.Ordinal);
            var level = fence ? 0 : line.TakeWhile(c => c == '#').Count();
            if (level > 0 && level < line.Length && line[level] == ' ')
            {
                lines = [];
                sections.Add(new MarkdownSection(level, line[level..].Trim(), lines));
            }
            else if (fence || !line.StartsWith("<!--", StringComparison.Ordinal))
            {
                lines.Add(line);
            }
        }

        return sections;
    }

    /// <summary>The paragraphs of the text; a code block or list item is a paragraph of its own.</summary>
    public IReadOnlyList<string> Paragraphs() => MarkdownText.Paragraphs(Lines);
}
