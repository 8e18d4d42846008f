namespace OptaPS.HelpGenerator;

/// <summary>An example of a page: title, the first code block, and the text around it.</summary>
internal sealed record PageExample(string Title, string Code, IReadOnlyList<string> Remarks)
{
    public static PageExample Parse(MarkdownSection section)
    {
        var start = section.Lines.ToList().FindIndex(line => line.StartsWith("```powershell", StringComparison.Ordinal));
        if (start < 0)
            return new PageExample(section.Title, "", section.Paragraphs());

        var code = section.Lines.Skip(start + 1).TakeWhile(line => !line.StartsWith("```", StringComparison.Ordinal)).ToList();
        return new PageExample(section.Title, string.Join('\n', code), MarkdownText.Paragraphs(section.Lines.Take(start).Concat(section.Lines.Skip(start + code.Count + 2))));
    }
}
