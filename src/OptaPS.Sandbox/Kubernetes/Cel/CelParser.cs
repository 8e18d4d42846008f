namespace OptaPS.Sandbox.Kubernetes.Cel;

/// <summary>Reads expressions of the Common Expression Language.</summary>
internal sealed class CelParser
{
    private const string Expected = "{'[', '{', '('{close}, '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

    private static readonly string[][] Levels = [["||"], ["&&"], ["<", "<=", ">=", ">", "==", "!=", "in"], ["+", "-"], ["*", "/", "%"]];

    private readonly List<CelToken> tokens;
    private int at;

    private CelParser(List<CelToken> tokens) => this.tokens = tokens;

    private CelToken Next => tokens[at];

    public static CelNode Parse(string text)
    {
        var parser = new CelParser(CelLexer.Read(text));
        var node = parser.Expression();
        if (parser.Next.Type != 'e')
            throw new CelException($"Syntax error: extraneous input '{parser.Next.Text}' expecting <EOF>") { At = parser.Next.At };
        return node;
    }

    private bool Take(string word)
    {
        if (Next.Text != word || Next.Type is not ('o' or 'n'))
            return false;
        at++;
        return true;
    }

    private void Need(string word)
    {
        if (!Take(word))
            throw new CelException($"Syntax error: mismatched input '{Next.Text}' expecting '{word}'") { At = Next.At };
    }

    private CelNode Expression()
    {
        var condition = Binary(0);
        var place = Next.At;
        if (!Take("?"))
            return condition;
        var yes = Binary(0);
        Need(":");
        return new CelNode(CelKind.Choice, "?", null, [condition, yes, Expression()], place);
    }

    private CelNode Binary(int level)
    {
        if (level == Levels.Length)
            return Unary();
        var left = Binary(level + 1);
        while (Levels[level].Contains(Next.Text) && Next.Type is 'o' or 'n' && Levels[level].Contains(Next.Text))
        {
            var (word, place) = (tokens[at].Text, tokens[at++].At);
            left = new CelNode(CelKind.Binary, word, null, [left, Binary(level + 1)], place);
        }

        return left;
    }

    private CelNode Unary()
    {
        foreach (var word in new[] { "!", "-" })
        {
            var place = Next.At;
            if (Take(word))
                return new CelNode(CelKind.Unary, word, null, [Unary()], place);
        }

        return Member();
    }

    private CelNode Member()
    {
        var node = Primary();
        while (true)
        {
            var place = Next.At;
            if (Take("."))
            {
                var optional = Take("?");
                var name = Next.Type == 'n' ? tokens[at++].Text : throw new CelException($"Syntax error: no viable alternative at input '{Next.Text}'") { At = Next.At };
                var open = Next.At;
                node = !optional && Take("(") ? new CelNode(CelKind.Method, name, null, [node, .. List(")")], open)
                    : new CelNode(optional ? CelKind.OptionalSelect : CelKind.Select, Unescape(name), null, [node], place);
            }
            else if (Take("["))
            {
                node = new CelNode(CelKind.Index, "[", null, [node, Expression()], place);
                Need("]");
            }
            else if (Take("[?"))
            {
                node = new CelNode(CelKind.OptionalIndex, "[", null, [node, Expression()], place);
                Need("]");
            }
            else
            {
                return node;
            }
        }
    }

    private CelNode Primary()
    {
        var token = tokens[at];
        if (token.Type is 's' or 'i' or 'd' or 'b' or 'u')
        {
            at++;
            return Literal(token.Value, token.At);
        }

        if (token.Type == 'n')
        {
            at++;
            if (token.Text is "true" or "false")
                return Literal(token.Text == "true", token.At);
            if (token.Text == "null")
                return Literal(null, token.At);
            var open = Next.At;
            return Take("(") ? new CelNode(CelKind.Call, token.Text, null, List(")"), open) : new CelNode(CelKind.Name, Unescape(token.Text), null, [], token.At);
        }

        if (Take("("))
        {
            var inner = Expression();
            Need(")");
            return inner;
        }

        if (Take("["))
            return new CelNode(CelKind.List, "[", null, List("]"), token.At);
        if (Take("{"))
            return new CelNode(CelKind.Map, "{", null, Entries(), token.At);
        throw new CelException($"Syntax error: mismatched input '{token.Text}' expecting {Expected.Replace("{close}", at > 0 && tokens[at - 1].Text == "(" && at > 1 && tokens[at - 2].Type == 'n' ? ", ')'" : "", StringComparison.Ordinal)}") { At = token.At };
    }

    private List<CelNode> List(string end)
    {
        var parts = new List<CelNode>();
        while (!Take(end))
        {
            parts.Add(Expression());
            if (!Take(","))
            {
                Need(end);
                break;
            }
        }

        return parts;
    }

    private List<CelNode> Entries()
    {
        var parts = new List<CelNode>();
        while (!Take("}"))
        {
            parts.Add(Expression());
            Need(":");
            parts.Add(Expression());
            if (!Take(","))
            {
                Need("}");
                break;
            }
        }

        return parts;
    }

    private static CelNode Literal(object? value, int place) => new(CelKind.Literal, "", value, [], place);

    /// <summary>Field names that are no identifiers are written in an escaped form.</summary>
    private static string Unescape(string name) => !name.Contains("__", StringComparison.Ordinal) ? name : name
        .Replace("__dot__", ".", StringComparison.Ordinal).Replace("__dash__", "-", StringComparison.Ordinal).Replace("__slash__", "/", StringComparison.Ordinal)
        .Replace("__underscores__", "__", StringComparison.Ordinal).Replace("__namespace__", "namespace", StringComparison.Ordinal).Replace("__in__", "in", StringComparison.Ordinal)
        .Replace("__const__", "const", StringComparison.Ordinal).Replace("__import__", "import", StringComparison.Ordinal).Replace("__package__", "package", StringComparison.Ordinal);
}
