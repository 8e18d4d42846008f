using System.Diagnostics.CodeAnalysis;
using System.Text;
using OptaPS.Diagnostics;
using OptaPS.Secrets;

namespace OptaPS.Configuration.Yaml;

/// <summary>The text of one file, with what is needed to show places in it.</summary>
internal sealed class SourceText
{
    private const int Window = 140;
    private const int MostHidden = 1000;
    private readonly string[] lines;
    private readonly List<(int Line, int Column, int Length)> hidden = [];
    private readonly Dictionary<string, int> hiddenTexts = new(StringComparer.Ordinal);

    public SourceText(string path, string displayPath, string text, string hash)
    {
        Path = path;
        DisplayPath = displayPath;
        Text = text;
        Hash = hash;
        lines = text.Split('\n');
    }

    /// <summary>Full path, or the address of a file from git.</summary>
    public string Path { get; }

    /// <summary>The path as messages show it.</summary>
    public string DisplayPath { get; }

    public string Text { get; }

    /// <summary>SHA-256 of the bytes, lower-case hex.</summary>
    public string Hash { get; }

    public string Line(int number) => number >= 1 && number <= lines.Length ? lines[number - 1].TrimEnd('\r') : string.Empty;

    /// <summary>The number of the first line that fits, or 0.</summary>
    public int FindLine(Predicate<string> fits) => Array.FindIndex(lines, fits) + 1;

    public SourceLocation At(int line, int column) => new(DisplayPath, Math.Max(1, line), Math.Max(1, column));

    /// <summary>Hides a range of the text (a secret) from every excerpt. A length of <see cref="int.MaxValue"/> hides the rest of the line.</summary>
    public void Hide(int line, int column, int length) => hidden.Add((line, column, length));

    /// <summary>Hides a value from every message, too.</summary>
    public void HideText(string text, int line)
    {
        if (text.Length >= 4)
        {
            hiddenTexts.TryAdd(text, line);
        }
    }

    /// <summary>The text without hidden values.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text, int line)
    {
        // With very many secrets only those of the line itself are looked for beyond the first ones.
        var secrets = hiddenTexts.Count <= MostHidden ? hiddenTexts.Keys : hiddenTexts.Keys.Take(MostHidden).Concat(hiddenTexts.Where(pair => pair.Value == line).Select(pair => pair.Key));
        return text is null ? null : secrets.Aggregate(text, (shown, secret) => shown.Replace(secret.Length > 60 ? secret[..60] : secret, Secret.Mask, StringComparison.Ordinal));
    }

    /// <summary>The line and, below it, a caret under the column; long lines are cut around the column.</summary>
    public string Excerpt(int line, int column)
    {
        var full = Line(line);
        column = Math.Clamp(column, 1, full.Length + 1);
        var from = full.Length <= Window ? 0 : Math.Clamp(column - 1 - (Window / 2), 0, full.Length - Window);
        var characters = full.AsSpan(from, Math.Min(Window, full.Length - from)).ToArray();
        foreach (var (_, start, length) in hidden.Where(range => range.Line == line))
        {
            var end = (int)Math.Min((long)start - 1 + length - from, characters.Length);
            for (var index = Math.Max(0, start - 1 - from); index < end; index++)
            {
                characters[index] = '*';
            }
        }

        var text = new StringBuilder(characters.Length);
        foreach (var character in characters)
        {
            text.Append(character == '\t' ? ' ' : IsUnprintable(character) ? '\uFFFD' : character);
        }

        return text.ToString().TrimEnd() + "\n" + new string(' ', column - 1 - from) + "^";
    }

    private static bool IsUnprintable(char character) =>
        char.IsControl(character) || char.IsSurrogate(character) || character is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
