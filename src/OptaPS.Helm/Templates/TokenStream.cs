namespace OptaPS.Helm.Templates;

/// <summary>Tokens with up to three places of look-ahead.</summary>
internal sealed class TokenStream(Lexer lexer)
{
    private readonly Token[] tokens = new Token[3];
    private int count;

    /// <summary>The token that was put into the first place last; its line is the one that errors name.</summary>
    public int Line => tokens[0].Line;

    public Token Next()
    {
        if (count > 0)
        {
            count--;
        }
        else
        {
            tokens[0] = lexer.Next();
        }
        return tokens[count];
    }

    public void Backup() => count++;

    public void Backup2(Token first)
    {
        tokens[1] = first;
        count = 2;
    }

    public void Backup3(Token second, Token first)
    {
        tokens[1] = first;
        tokens[2] = second;
        count = 3;
    }

    public Token Peek()
    {
        if (count > 0)
        {
            return tokens[count - 1];
        }
        count = 1;
        tokens[0] = lexer.Next();
        return tokens[0];
    }

    public Token NextNonSpace()
    {
        Token token;
        do
        {
            token = Next();
        }
        while (token.Kind == TokenKind.Space);
        return token;
    }

    public Token PeekNonSpace()
    {
        var token = NextNonSpace();
        Backup();
        return token;
    }
}
