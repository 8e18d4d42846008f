using System.Globalization;

namespace OptaPS.Helm.Templates;

/// <summary>Splits template text into tokens, one at a time, as Go's text/template does.</summary>
internal sealed partial class Lexer(string input)
{
    private const string SpaceCharacters = " \t\r\n";
    private int position;
    private int start;
    private int line = 1;
    private int startLine = 1;
    private int parenDepth;
    private bool insideAction;
    private bool failed;

    public Token Next()
    {
        if (failed)
        {
            return new Token(TokenKind.Eof, position, "EOF", startLine);
        }
        while (true)
        {
            var token = insideAction ? InsideAction() : Text();
            if (token is { } t)
            {
                return t;
            }
        }
    }

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n';

    private static bool IsAlphaNumeric(char c) => c == '_' || char.IsLetter(c) || (c < 0x80 ? char.IsAsciiDigit(c) : char.IsDigit(c));

    private bool At(string text) => string.CompareOrdinal(input, position, text, 0, text.Length) == 0;

    private int Peek() => position < input.Length ? input[position] : -1;

    private void CountLines(int from, int to)
    {
        line += input.AsSpan(from, to - from).Count('\n');
    }

    private Token Emit(TokenKind kind)
    {
        var token = new Token(kind, start, input[start..position], startLine);
        CountLines(start, position);
        start = position;
        startLine = line;
        return token;
    }

    private void Ignore()
    {
        CountLines(start, position);
        start = position;
        startLine = line;
    }

    private Token Fail(string message)
    {
        failed = true;
        return new Token(TokenKind.Error, start, message, startLine);
    }

    private Token? Text()
    {
        var x = input.IndexOf("{{", position, StringComparison.Ordinal);
        if (x < 0)
        {
            position = input.Length;
            return position > start ? Emit(TokenKind.Text) : Emit(TokenKind.Eof) with { Text = "EOF" };
        }
        if (x > position)
        {
            position = x;
            var end = x;
            if (LeftTrim(x + 2))
            {
                while (end > start && SpaceCharacters.Contains(input[end - 1]))
                {
                    end--;
                }
            }
            Token? text = null;
            if (end > start)
            {
                text = new Token(TokenKind.Text, start, input[start..end], startLine);
            }
            Ignore();
            if (text is not null)
            {
                return text;
            }
        }
        return LeftDelimiter();
    }

    private bool LeftTrim(int at) => at + 1 < input.Length && input[at] == '-' && IsSpace(input[at + 1]);

    private Token? LeftDelimiter()
    {
        position += 2;
        var trim = LeftTrim(position);
        var after = trim ? 2 : 0;
        if (string.CompareOrdinal(input, position + after, "/*", 0, 2) == 0)
        {
            position += after;
            Ignore();
            return Comment();
        }
        var token = Emit(TokenKind.LeftDelimiter);
        insideAction = true;
        position += after;
        Ignore();
        parenDepth = 0;
        return token;
    }

    private Token? Comment()
    {
        var x = input.IndexOf("*/", position + 2, StringComparison.Ordinal);
        if (x < 0)
        {
            return Fail("unclosed comment");
        }
        position = x + 2;
        if (!AtRightDelimiter(position, out var trim))
        {
            return Fail("comment ends before closing delimiter");
        }
        position += trim ? 4 : 2;
        if (trim)
        {
            SkipSpace();
        }
        Ignore();
        return null;
    }

    private bool AtRightDelimiter(int at, out bool trim)
    {
        trim = at + 3 < input.Length && IsSpace(input[at]) && input[at + 1] == '-' && input[at + 2] == '}' && input[at + 3] == '}';
        return trim || (at + 1 < input.Length && input[at] == '}' && input[at + 1] == '}');
    }

    private void SkipSpace()
    {
        while (position < input.Length && IsSpace(input[position]))
        {
            position++;
        }
    }

    private Token RightDelimiter()
    {
        AtRightDelimiter(position, out var trim);
        if (trim)
        {
            position += 2;
            Ignore();
        }
        position += 2;
        var token = Emit(TokenKind.RightDelimiter);
        if (trim)
        {
            SkipSpace();
            Ignore();
        }
        insideAction = false;
        return token;
    }

    private Token? InsideAction()
    {
        if (AtRightDelimiter(position, out _))
        {
            return parenDepth == 0 ? RightDelimiter() : Fail("unclosed left paren");
        }
        if (position >= input.Length)
        {
            return Fail("unclosed action");
        }
        var c = input[position];
        if (IsSpace(c))
        {
            return Space();
        }
        position++;
        switch (c)
        {
            case '=':
                return Emit(TokenKind.Assign);
            case ':':
                if (Peek() != '=')
                {
                    return Fail("expected :=");
                }
                position++;
                return Emit(TokenKind.Declare);
            case '|':
                return Emit(TokenKind.Pipe);
            case '"':
                return Quoted('"', TokenKind.String, "unterminated quoted string");
            case '\'':
                return Quoted('\'', TokenKind.CharConstant, "unterminated character constant");
            case '`':
                var end = input.IndexOf('`', position);
                if (end < 0)
                {
                    return Fail("unterminated raw quoted string");
                }
                position = end + 1;
                return Emit(TokenKind.RawString);
            case '$':
                return AtTerminator() ? Emit(TokenKind.Variable) : FieldOrVariable(TokenKind.Variable);
            case '.' when position >= input.Length || !char.IsAsciiDigit(input[position]):
                return FieldOrVariable(TokenKind.Field);
            case '.' or '+' or '-' or (>= '0' and <= '9'):
                position--;
                return Number();
            case '(':
                parenDepth++;
                return Emit(TokenKind.LeftParen);
            case ')':
                parenDepth--;
                return parenDepth < 0 ? Fail("unexpected right paren") : Emit(TokenKind.RightParen);
        }
        if (IsAlphaNumeric(c))
        {
            return Identifier();
        }
        if (c is > ' ' and < '\x7f')
        {
            return Emit(TokenKind.Char);
        }
        return Fail("unrecognized character in action: " + CodePoint(position - 1));
    }

    private Token Space()
    {
        var count = 0;
        while (position < input.Length && IsSpace(input[position]))
        {
            position++;
            count++;
        }
        if (AtRightDelimiter(position - 1, out var trim) && trim)
        {
            position--;
            if (count == 1)
            {
                return RightDelimiter();
            }
        }
        return Emit(TokenKind.Space);
    }

    private Token Identifier()
    {
        while (position < input.Length && IsAlphaNumeric(input[position]))
        {
            position++;
        }
        if (!AtTerminator())
        {
            return Fail("bad character " + CodePoint(position));
        }
        var word = input.AsSpan(start, position - start);
        return Emit(word switch
        {
            "block" => TokenKind.Block,
            "break" => TokenKind.Break,
            "continue" => TokenKind.Continue,
            "define" => TokenKind.Define,
            "else" => TokenKind.Else,
            "end" => TokenKind.End,
            "if" => TokenKind.If,
            "range" => TokenKind.Range,
            "nil" => TokenKind.Nil,
            "template" => TokenKind.Template,
            "with" => TokenKind.With,
            "true" or "false" => TokenKind.Bool,
            _ => TokenKind.Identifier,
        });
    }

    private Token FieldOrVariable(TokenKind kind)
    {
        if (AtTerminator())
        {
            return Emit(kind == TokenKind.Variable ? kind : TokenKind.Dot);
        }
        while (position < input.Length && IsAlphaNumeric(input[position]))
        {
            position++;
        }
        return AtTerminator() ? Emit(kind) : Fail("bad character " + CodePoint(position));
    }

    private bool AtTerminator()
    {
        if (position >= input.Length)
        {
            return true;
        }
        var c = input[position];
        return IsSpace(c) || c is '.' or ',' or '|' or ':' or ')' or '(' || At("}}");
    }
}
