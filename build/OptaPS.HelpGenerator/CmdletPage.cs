namespace OptaPS.HelpGenerator;

/// <summary>One page of docs/cmdlets; docs/cmdlets/README.md tells its format.</summary>
internal sealed record CmdletPage(
    string Name,
    string Synopsis,
    IReadOnlyList<string> Description,
    IReadOnlyDictionary<string, ParameterText> Parameters,
    IReadOnlyList<TypeText> Inputs,
    IReadOnlyList<TypeText> Outputs,
    IReadOnlyList<PageExample> Examples,
    IReadOnlyList<string> Related)
{
    public static CmdletPage Parse(string markdown)
    {
        var sections = MarkdownSection.Split(markdown);
        var title = sections.FirstOrDefault(s => s.Level == 1) ?? throw new FormatException("The page has no heading.");
        return new CmdletPage(
            title.Title,
            string.Join(' ', title.Paragraphs()),
            Top(sections, "Description")?.Paragraphs() ?? [],
            Below(sections, "Parameters").ToDictionary(s => s.Title.TrimStart('-'), ParameterText.Parse, StringComparer.OrdinalIgnoreCase),
            [.. (Top(sections, "Inputs")?.Paragraphs() ?? []).Select(TypeText.Parse)],
            [.. (Top(sections, "Outputs")?.Paragraphs() ?? []).Select(TypeText.Parse)],
            [.. Below(sections, "Examples").Select(PageExample.Parse)],
            [.. (Top(sections, "Related")?.Paragraphs() ?? []).Select(p => p.TrimStart('-', ' '))]);
    }

    private static MarkdownSection? Top(IEnumerable<MarkdownSection> sections, string title) => sections.FirstOrDefault(s => s.Level == 2 && s.Title == title);

    private static IEnumerable<MarkdownSection> Below(IEnumerable<MarkdownSection> sections, string title) =>
        sections.SkipWhile(s => s.Level != 2 || s.Title != title).Skip(1).TakeWhile(s => s.Level == 3);
}
