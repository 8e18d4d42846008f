using System.Globalization;

namespace OptaPS.Helm.Templates;

internal sealed partial class Lexer
{
    private Token Quoted(char quote, TokenKind kind, string unterminated)
    {
        while (true)
        {
            var c = Peek();
            position++;
            if (c == '\\')
            {
                c = Peek();
                position++;
                if (c is not (-1 or '\n'))
                {
                    continue;
                }
            }
            if (c is -1 or '\n')
            {
                return Fail(unterminated);
            }
            if (c == quote)
            {
                return Emit(kind);
            }
        }
    }

    private Token Number()
    {
        if (!ScanNumber())
        {
            return Fail("bad number syntax: " + GoQuote.Quote(input[start..position]));
        }
        if (Peek() is '+' or '-')
        {
            if (!ScanNumber() || input[position - 1] != 'i')
            {
                return Fail("bad number syntax: " + GoQuote.Quote(input[start..position]));
            }
            return Emit(TokenKind.Complex);
        }
        return Emit(TokenKind.Number);
    }

    private bool Accept(string valid)
    {
        if (position < input.Length && valid.Contains(input[position]))
        {
            position++;
            return true;
        }
        return false;
    }

    private void AcceptRun(string valid)
    {
        while (Accept(valid))
        {
        }
    }

    private bool ScanNumber()
    {
        Accept("+-");
        var digits = "0123456789_";
        var radix = 10;
        if (Accept("0"))
        {
            if (Accept("xX"))
            {
                digits = "0123456789abcdefABCDEF_";
                radix = 16;
            }
            else if (Accept("oO"))
            {
                digits = "01234567_";
                radix = 8;
            }
            else if (Accept("bB"))
            {
                digits = "01_";
                radix = 2;
            }
        }
        AcceptRun(digits);
        if (Accept("."))
        {
            AcceptRun(digits);
        }
        if ((radix == 10 && Accept("eE")) || (radix == 16 && Accept("pP")))
        {
            Accept("+-");
            AcceptRun("0123456789_");
        }
        Accept("i");
        if (position < input.Length && IsAlphaNumeric(input[position]))
        {
            position++;
            return false;
        }
        return true;
    }

    private string CodePoint(int at)
    {
        var rune = GoText.RuneAt(input, at, out _);
        var text = "U+" + rune.ToString("X4", CultureInfo.InvariantCulture);
        return GoQuote.IsPrint(rune) ? text + " '" + char.ConvertFromUtf32(rune) + "'" : text;
    }
}
