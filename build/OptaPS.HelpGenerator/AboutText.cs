using System.Text;

namespace OptaPS.HelpGenerator;

/// <summary>Writes a Markdown topic as the plain text that Get-Help shows for about_ topics: lines of at most 80 characters.</summary>
internal static class AboutText
{
    private const int Width = 80;

    public static string Make(string name, string markdown)
    {
        var sections = MarkdownSection.Split(markdown);
        var text = new StringBuilder();
        text.Append("TOPIC\n    ").Append(name).Append("\n\n");
        foreach (var section in sections)
        {
            var label = section.Level == 1 ? "SHORT DESCRIPTION" : section.Level == 2 ? section.Title.ToUpperInvariant() : "  " + section.Title;
            text.Append(MarkdownText.Plain(label)).Append('\n');
            foreach (var paragraph in section.Paragraphs())
                text.Append(Wrap(paragraph)).Append('\n');
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Wrap(string paragraph)
    {
        if (paragraph.StartsWith("    ", StringComparison.Ordinal) || paragraph.StartsWith('|'))
            return string.Concat(paragraph.Split('\n').Select(line => $"    {line}\n"));

        var indent = paragraph.StartsWith("- ", StringComparison.Ordinal) ? "      " : "    ";
        var text = new StringBuilder("    ");
        var column = 4;
        foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column + word.Length > Width && column > indent.Length)
            {
                text.Length--;
                text.Append('\n').Append(indent);
                column = indent.Length;
            }

            text.Append(word).Append(' ');
            column += word.Length + 1;
        }

        text.Length--;
        return text.Append('\n').ToString();
    }
}
