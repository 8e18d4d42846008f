using System.Text;

namespace OptaPS.Helm.Yaml;

/// <summary>A position in YAML text, with the character classes that the grammar uses. The end reads as NUL.</summary>
internal sealed class YamlCursor
{
    private readonly string text;
    private int position;
    private int line;
    private int column;

    public YamlCursor(string text) => this.text = text;

    public YamlMark Mark => new(position, line, column);

    public int Index => position;

    public int Line => line;

    public int Column => column;

    public char Current => position < text.Length ? text[position] : '\0';

    public bool AtEnd => position >= text.Length;

    public char At(int offset) => position + offset < text.Length ? text[position + offset] : '\0';

    public bool IsBreak => IsBreakChar(Current);

    public bool IsBlank => Current is ' ' or '\t';

    public bool IsBlankOrEnd(int offset = 0) => AtEndAt(offset) || At(offset) is ' ' or '\t' || IsBreakChar(At(offset));

    public bool IsBreakOrEnd => AtEnd || IsBreak;

    public static bool IsBreakChar(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    /// <summary>True at column 0 before --- or ... and a blank.</summary>
    public bool AtDocumentIndicator =>
        column == 0 && ((Current == '-' && At(1) == '-' && At(2) == '-') || (Current == '.' && At(1) == '.' && At(2) == '.')) && IsBlankOrEnd(3);

    public void Skip()
    {
        if (char.IsHighSurrogate(Current) && char.IsLowSurrogate(At(1)))
        {
            position++;
        }
        position++;
        column++;
    }

    public void Read(StringBuilder to)
    {
        var from = position;
        Skip();
        to.Append(text, from, position - from);
    }

    /// <summary>Reads plain characters up to a character of which nothing special is known.</summary>
    public void ReadRun(StringBuilder to)
    {
        var from = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] is '.' or '/' or '_' or '-'))
        {
            position++;
        }
        column += position - from;
        to.Append(text, from, position - from);
    }

    /// <summary>Makes the end count as the start of a new line.</summary>
    public void ForceNewLine()
    {
        if (column != 0)
        {
            column = 0;
            line++;
        }
    }

    public void SkipLine()
    {
        if (Current == '\r' && At(1) == '\n')
        {
            position += 2;
        }
        else
        {
            position++;
        }
        line++;
        column = 0;
    }

    /// <summary>Reads a line break; all but the Unicode separators become a line feed.</summary>
    public void ReadLine(StringBuilder to)
    {
        to.Append(Current is '\u2028' or '\u2029' ? Current : '\n');
        SkipLine();
    }

    private bool AtEndAt(int offset) => position + offset >= text.Length || text[position + offset] == '\0';
}
