using System.Globalization;
using System.Text;

namespace OptaPS.Helm.Yaml;

/// <summary>Lays out YAML as go-yaml v2's emitter does: two spaces, sequences in mappings not indented.</summary>
internal sealed class YamlEmitter(bool indentSequences)
{
    private const int Width = 80;
    private readonly StringBuilder sb = new();
    private readonly Stack<int> indents = new();
    private int indent = -1;
    private int column;
    private bool whitespace = true;
    private bool indention = true;
    private bool complexKey;

    public string Finish()
    {
        indent = -1;
        WriteIndent();
        return sb.ToString();
    }

    /// <summary>Refuses to go on when the text is too long already.</summary>
    public void CheckLength() => TextCap.Check(sb);

    public void StartMapping() => IncreaseIndent(indentless: false);

    public void StartSequence(YamlContext context) => IncreaseIndent(!indentSequences && context == YamlContext.Mapping && !indention);

    public void EndCollection() => indent = indents.Pop();

    public void Item()
    {
        WriteIndent();
        Indicator("-", needSpace: true, isIndention: true);
    }

    /// <summary>Writes a key and the colon after it.</summary>
    public void Key(string key)
    {
        WriteIndent();
        complexKey = GoText.ByteLength(key) > 128 || new ScalarAnalysis(key).IsMultiline;
        if (complexKey)
        {
            Indicator("?", needSpace: true, isIndention: true);
            Text(key, YamlContext.Mapping);
            WriteIndent();
            Indicator(":", needSpace: true, isIndention: true);
            return;
        }
        Text(key, YamlContext.SimpleKey);
        Indicator(":", needSpace: false, isIndention: false);
    }

    public void Empty(string open, string close, YamlContext context)
    {
        Indicator(open, needSpace: true, isIndention: false);
        Indicator(close, needSpace: false, isIndention: false);
    }

    public void Plain(string text, YamlContext context) => WritePlain(text, context != YamlContext.SimpleKey);

    public void Text(string text, YamlContext context)
    {
        var simpleKey = context == YamlContext.SimpleKey;
        if (text.Contains('\n'))
        {
            if (new ScalarAnalysis(text).BlockAllowed && !simpleKey)
            {
                WithScalarIndent(() => WriteLiteral(text));
            }
            else
            {
                WithScalarIndent(() => WriteDoubleQuoted(text, !simpleKey));
            }
            return;
        }
        if (YamlResolver.Resolve(text, out var isTimestamp) is not string || isTimestamp || YamlResolver.IsBase60(text))
        {
            WithScalarIndent(() => WriteDoubleQuoted(text, !simpleKey));
            return;
        }
        var analysis = new ScalarAnalysis(text);
        if (simpleKey && analysis.IsMultiline)
        {
            WithScalarIndent(() => WriteDoubleQuoted(text, allowBreaks: false));
        }
        else if (analysis.PlainAllowed)
        {
            if (column + text.Length > Width)
            {
                WithScalarIndent(() => WritePlain(text, !simpleKey));
            }
            else
            {
                WritePlain(text, allowBreaks: false);
            }
        }
        else if (analysis.SingleQuotedAllowed)
        {
            WithScalarIndent(() => WriteSingleQuoted(text, !simpleKey));
        }
        else
        {
            WithScalarIndent(() => WriteDoubleQuoted(text, !simpleKey));
        }
    }

    private void WithScalarIndent(Action write)
    {
        IncreaseIndent(indentless: false, flow: true);
        write();
        indent = indents.Pop();
    }

    private void IncreaseIndent(bool indentless, bool flow = false)
    {
        indents.Push(indent);
        if (indent < 0)
        {
            indent = flow ? 2 : 0;
        }
        else if (!indentless)
        {
            indent += 2;
        }
    }

    private void Put(char c)
    {
        sb.Append(c);
        column++;
    }

    private void Break()
    {
        sb.Append('\n');
        column = 0;
    }

    private void WriteIndent()
    {
        var wanted = Math.Max(indent, 0);
        if (!indention || column > wanted || (column == wanted && !whitespace))
        {
            Break();
        }
        if (column < wanted)
        {
            sb.Append(' ', wanted - column);
            column = wanted;
        }
        whitespace = true;
        indention = true;
    }

    private void Indicator(string text, bool needSpace, bool isIndention)
    {
        if (needSpace && !whitespace)
        {
            Put(' ');
        }
        sb.Append(text);
        column += text.Length;
        whitespace = false;
        indention = indention && isIndention;
    }

    private void WritePlain(string value, bool allowBreaks)
    {
        if (!whitespace)
        {
            Put(' ');
        }
        if (!allowBreaks)
        {
            sb.Append(value);
            column += value.Length;
        }
        else
        {
            Folded(value, allowAtEdge: true, quote: '\0');
        }
        whitespace = false;
        indention = false;
    }

    private void WriteSingleQuoted(string value, bool allowBreaks)
    {
        Indicator("'", needSpace: true, isIndention: false);
        if (allowBreaks)
        {
            Folded(value, allowAtEdge: false, quote: '\'');
        }
        else
        {
            var text = value.Replace("'", "''", StringComparison.Ordinal);
            sb.Append(text);
            column += text.Length;
        }
        Indicator("'", needSpace: false, isIndention: false);
    }

    /// <summary>Breaks lines at single spaces beyond the width.</summary>
    private void Folded(string value, bool allowAtEdge, char quote)
    {
        var spaces = false;
        var breaks = false;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == ' ')
            {
                if (!spaces && column > Width && (allowAtEdge || (i > 0 && i < value.Length - 1)) && i + 1 < value.Length && value[i + 1] != ' ')
                {
                    WriteIndent();
                }
                else
                {
                    Put(c);
                }
                spaces = true;
                continue;
            }
            if (YamlCursor.IsBreakChar(c))
            {
                if (!breaks && c == '\n')
                {
                    Break();
                }
                sb.Append(c);
                column = 0;
                indention = true;
                breaks = true;
                continue;
            }
            if (breaks)
            {
                WriteIndent();
            }
            if (c == quote && quote != '\0')
            {
                Put(c);
            }
            Put(c);
            indention = false;
            spaces = false;
            breaks = false;
        }
    }

    private void WriteDoubleQuoted(string value, bool allowBreaks)
    {
        Indicator("\"", needSpace: true, isIndention: false);
        var spaces = false;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (!ScalarAnalysis.IsPrintable(c) || YamlCursor.IsBreakChar(c) || c is '"' or '\\')
            {
                var rune = GoText.RuneAt(value, i, out var used);
                i += used - 1;
                Escape(rune);
                spaces = false;
            }
            else if (c == ' ')
            {
                if (allowBreaks && !spaces && column > Width && i > 0 && i < value.Length - 1)
                {
                    WriteIndent();
                    if (value[i + 1] == ' ')
                    {
                        Put('\\');
                    }
                }
                else
                {
                    Put(c);
                }
                spaces = true;
            }
            else
            {
                Put(c);
                spaces = false;
            }
        }
        Indicator("\"", needSpace: false, isIndention: false);
    }

    private void Escape(int rune)
    {
        var text = rune switch
        {
            0 => "\\0",
            7 => "\\a",
            8 => "\\b",
            9 => "\\t",
            10 => "\\n",
            11 => "\\v",
            12 => "\\f",
            13 => "\\r",
            0x1b => "\\e",
            '"' => "\\\"",
            '\\' => "\\\\",
            0x85 => "\\N",
            0xa0 => "\\_",
            0x2028 => "\\L",
            0x2029 => "\\P",
            <= 0xFF => "\\x" + rune.ToString("X2", CultureInfo.InvariantCulture),
            <= 0xFFFF => "\\u" + rune.ToString("X4", CultureInfo.InvariantCulture),
            _ => "\\U" + rune.ToString("X8", CultureInfo.InvariantCulture),
        };
        sb.Append(text);
        column += text.Length;
    }

    private void WriteLiteral(string value)
    {
        Indicator("|", needSpace: true, isIndention: false);
        if (value[0] == ' ' || YamlCursor.IsBreakChar(value[0]))
        {
            Indicator("2", needSpace: false, isIndention: false);
        }
        if (!YamlCursor.IsBreakChar(value[^1]))
        {
            Indicator("-", needSpace: false, isIndention: false);
        }
        else if (value.Length == 1 || YamlCursor.IsBreakChar(value[^2]))
        {
            Indicator("+", needSpace: false, isIndention: false);
        }
        Break();
        indention = true;
        whitespace = true;
        var breaks = true;
        foreach (var c in value)
        {
            if (YamlCursor.IsBreakChar(c))
            {
                sb.Append(c);
                column = 0;
                indention = true;
                breaks = true;
                continue;
            }
            if (breaks)
            {
                WriteIndent();
            }
            Put(c);
            indention = false;
            breaks = false;
        }
    }
}
