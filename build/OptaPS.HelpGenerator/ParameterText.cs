namespace OptaPS.HelpGenerator;

/// <summary>What a page says about a parameter; a last paragraph <c>Default: x</c> is its default value.</summary>
internal sealed record ParameterText(IReadOnlyList<string> Description, string Default)
{
    private const string DefaultMark = "Default: ";

    public static ParameterText Parse(MarkdownSection section)
    {
        var paragraphs = section.Paragraphs();
        return paragraphs is [.., var last] && last.StartsWith(DefaultMark, StringComparison.Ordinal)
            ? new ParameterText([.. paragraphs.SkipLast(1)], last[DefaultMark.Length..].TrimEnd('.'))
            : new ParameterText(paragraphs, "");
    }
}
