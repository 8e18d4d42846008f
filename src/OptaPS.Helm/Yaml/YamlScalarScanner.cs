using System.Text;

namespace OptaPS.Helm.Yaml;

/// <summary>Scans plain, quoted and block scalars.</summary>
internal sealed class YamlScalarScanner(YamlCursor cursor)
{
    private readonly StringBuilder text = new();
    private readonly StringBuilder blanks = new();
    private readonly StringBuilder leadingBreak = new();
    private readonly StringBuilder trailingBreaks = new();

    public YamlToken Plain(int indentation, int flowLevel, out bool crossedLine)
    {
        Clear();
        var indent = indentation + 1;
        var start = cursor.Mark;
        var end = start;
        var leadingBlanks = false;
        while (!cursor.AtDocumentIndicator && cursor.Current != '#')
        {
            while (!cursor.IsBlankOrEnd())
            {
                var c = cursor.Current;
                if ((c == ':' && cursor.IsBlankOrEnd(1)) || (flowLevel > 0 && c is ',' or '?' or '[' or ']' or '{' or '}'))
                {
                    break;
                }
                if (leadingBlanks)
                {
                    Fold();
                    leadingBlanks = false;
                }
                else if (blanks.Length > 0)
                {
                    text.Append(blanks);
                    blanks.Clear();
                }
                cursor.Read(text);
                cursor.ReadRun(text);
                end = cursor.Mark;
            }
            if (!cursor.IsBlank && !cursor.IsBreak)
            {
                break;
            }
            while (cursor.IsBlank || cursor.IsBreak)
            {
                if (cursor.IsBlank)
                {
                    if (leadingBlanks && cursor.Column < indent && cursor.Current == '\t')
                    {
                        throw YamlScanner.Error(start, "found a tab character that violates indentation", cursor.Mark);
                    }
                    if (leadingBlanks)
                    {
                        cursor.Skip();
                    }
                    else
                    {
                        cursor.Read(blanks);
                    }
                }
                else
                {
                    ReadBreak(ref leadingBlanks);
                }
            }
            if (flowLevel == 0 && cursor.Column < indent)
            {
                break;
            }
        }
        crossedLine = leadingBlanks;
        return new YamlToken(YamlTokenKind.Scalar, start, end, text.ToString(), IsPlain: true);
    }

    public YamlToken Quoted(bool single)
    {
        Clear();
        var start = cursor.Mark;
        cursor.Skip();
        while (true)
        {
            if (cursor.AtDocumentIndicator)
            {
                throw YamlScanner.Error(start, "found unexpected document indicator", cursor.Mark);
            }
            if (cursor.AtEnd)
            {
                throw YamlScanner.Error(start, "found unexpected end of stream", cursor.Mark);
            }
            var leadingBlanks = false;
            while (!cursor.IsBlankOrEnd())
            {
                var c = cursor.Current;
                if (single && c == '\'' && cursor.At(1) == '\'')
                {
                    text.Append('\'');
                    cursor.Skip();
                    cursor.Skip();
                }
                else if (c == (single ? '\'' : '"'))
                {
                    break;
                }
                else if (!single && c == '\\' && YamlCursor.IsBreakChar(cursor.At(1)))
                {
                    cursor.Skip();
                    cursor.SkipLine();
                    leadingBlanks = true;
                    break;
                }
                else if (!single && c == '\\')
                {
                    Escape(start);
                }
                else
                {
                    cursor.Read(text);
                }
            }
            if (cursor.Current == (single ? '\'' : '"'))
            {
                break;
            }
            if (cursor.Current == '\0' && !cursor.AtEnd)
            {
                throw YamlScanner.Error(start, "found unexpected end of stream", cursor.Mark);
            }
            while (cursor.IsBlank || cursor.IsBreak)
            {
                if (cursor.IsBreak)
                {
                    ReadBreak(ref leadingBlanks);
                }
                else if (leadingBlanks)
                {
                    cursor.Skip();
                }
                else
                {
                    cursor.Read(blanks);
                }
            }
            if (leadingBlanks)
            {
                Fold();
            }
            else
            {
                text.Append(blanks);
                blanks.Clear();
            }
        }
        cursor.Skip();
        return new YamlToken(YamlTokenKind.Scalar, start, cursor.Mark, text.ToString());
    }

    public YamlToken Block(bool literal, int indentation)
    {
        Clear();
        var start = cursor.Mark;
        cursor.Skip();
        var (chomping, increment) = Header(start);
        var end = cursor.Mark;
        var indent = increment == 0 ? 0 : indentation >= 0 ? indentation + increment : increment;
        BlockBreaks(ref indent, indentation, start, ref end);
        var leadingBlank = false;
        while (cursor.Column == indent && !cursor.AtEnd && cursor.Current != '\0')
        {
            var blank = cursor.IsBlank;
            if (!literal && !leadingBlank && !blank && leadingBreak.Length > 0 && leadingBreak[0] == '\n')
            {
                if (trailingBreaks.Length == 0)
                {
                    text.Append(' ');
                }
            }
            else
            {
                text.Append(leadingBreak);
            }
            leadingBreak.Clear();
            text.Append(trailingBreaks);
            trailingBreaks.Clear();
            leadingBlank = blank;
            while (!cursor.IsBreakOrEnd && cursor.Current != '\0')
            {
                cursor.Read(text);
                cursor.ReadRun(text);
            }
            if (cursor.IsBreak)
            {
                cursor.ReadLine(leadingBreak);
            }
            BlockBreaks(ref indent, indentation, start, ref end);
        }
        if (chomping != -1)
        {
            text.Append(leadingBreak);
        }
        if (chomping == 1)
        {
            text.Append(trailingBreaks);
        }
        return new YamlToken(YamlTokenKind.Scalar, start, end, text.ToString());
    }

    private (int Chomping, int Increment) Header(YamlMark start)
    {
        var chomping = 0;
        var increment = 0;
        for (var i = 0; i < 2; i++)
        {
            if (cursor.Current is '+' or '-' && chomping == 0)
            {
                chomping = cursor.Current == '+' ? 1 : -1;
                cursor.Skip();
            }
            else if (char.IsAsciiDigit(cursor.Current) && increment == 0)
            {
                if (cursor.Current == '0')
                {
                    throw YamlScanner.Error(start, "found an indentation indicator equal to 0", cursor.Mark);
                }
                increment = cursor.Current - '0';
                cursor.Skip();
            }
        }
        while (cursor.IsBlank)
        {
            cursor.Skip();
        }
        if (cursor.Current == '#')
        {
            while (!cursor.IsBreakOrEnd)
            {
                cursor.Skip();
            }
        }
        if (!cursor.IsBreakOrEnd)
        {
            throw YamlScanner.Error(start, "did not find expected comment or line break", cursor.Mark);
        }
        if (cursor.IsBreak)
        {
            cursor.SkipLine();
        }
        return (chomping, increment);
    }

    private void BlockBreaks(ref int indent, int indentation, YamlMark start, ref YamlMark end)
    {
        end = cursor.Mark;
        var widest = 0;
        while (true)
        {
            while ((indent == 0 || cursor.Column < indent) && cursor.Current == ' ')
            {
                cursor.Skip();
            }
            widest = Math.Max(widest, cursor.Column);
            if ((indent == 0 || cursor.Column < indent) && cursor.Current == '\t')
            {
                throw YamlScanner.Error(start, "found a tab character where an indentation space is expected", cursor.Mark);
            }
            if (!cursor.IsBreak)
            {
                break;
            }
            cursor.ReadLine(trailingBreaks);
            end = cursor.Mark;
        }
        if (indent == 0)
        {
            indent = Math.Max(Math.Max(widest, indentation + 1), 1);
        }
    }

    private void Clear()
    {
        text.Clear();
        blanks.Clear();
        leadingBreak.Clear();
        trailingBreaks.Clear();
    }

    private void ReadBreak(ref bool leadingBlanks)
    {
        if (leadingBlanks)
        {
            cursor.ReadLine(trailingBreaks);
        }
        else
        {
            blanks.Clear();
            cursor.ReadLine(leadingBreak);
            leadingBlanks = true;
        }
    }

    /// <summary>Joins lines: one break becomes a space, further ones stay.</summary>
    private void Fold()
    {
        if (leadingBreak.Length > 0 && leadingBreak[0] == '\n')
        {
            if (trailingBreaks.Length == 0)
            {
                text.Append(' ');
            }
            else
            {
                text.Append(trailingBreaks);
            }
        }
        else
        {
            text.Append(leadingBreak).Append(trailingBreaks);
        }
        leadingBreak.Clear();
        trailingBreaks.Clear();
    }

    private void Escape(YamlMark start)
    {
        var length = 0;
        switch (cursor.At(1))
        {
            case '0': text.Append('\0'); break;
            case 'a': text.Append('\a'); break;
            case 'b': text.Append('\b'); break;
            case 't' or '\t': text.Append('\t'); break;
            case 'n': text.Append('\n'); break;
            case 'v': text.Append('\v'); break;
            case 'f': text.Append('\f'); break;
            case 'r': text.Append('\r'); break;
            case 'e': text.Append('\x1b'); break;
            case ' ': text.Append(' '); break;
            case '"': text.Append('"'); break;
            case '\'': text.Append('\''); break;
            case '\\': text.Append('\\'); break;
            case 'N': text.Append('\u0085'); break;
            case '_': text.Append('\u00a0'); break;
            case 'L': text.Append('\u2028'); break;
            case 'P': text.Append('\u2029'); break;
            case 'x': length = 2; break;
            case 'u': length = 4; break;
            case 'U': length = 8; break;
            default: throw YamlScanner.Error(start, "found unknown escape character", cursor.Mark);
        }
        cursor.Skip();
        cursor.Skip();
        if (length == 0)
        {
            return;
        }
        long value = 0;
        for (var i = 0; i < length; i++)
        {
            if (!char.IsAsciiHexDigit(cursor.At(i)))
            {
                throw YamlScanner.Error(start, "did not find expected hexdecimal number", cursor.Mark);
            }
            value = (value << 4) + Convert.ToInt32(cursor.At(i).ToString(), 16);
        }
        if (value is >= 0xD800 and <= 0xDFFF or > 0x10FFFF)
        {
            throw YamlScanner.Error(start, "found invalid Unicode character escape code", cursor.Mark);
        }
        GoText.AppendRune(text, value);
        for (var i = 0; i < length; i++)
        {
            cursor.Skip();
        }
    }
}
