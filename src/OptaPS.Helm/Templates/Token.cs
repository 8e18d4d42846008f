namespace OptaPS.Helm.Templates;

/// <summary>A token, its place in the text, and the line it is on.</summary>
internal readonly record struct Token(TokenKind Kind, int Position, string Text, int Line)
{
    /// <summary>The way error messages name it.</summary>
    public override string ToString()
    {
        if (Kind == TokenKind.Eof)
        {
            return "EOF";
        }
        if (Kind == TokenKind.Error)
        {
            return Text;
        }
        if (Kind > TokenKind.Keyword)
        {
            return "<" + Text + ">";
        }
        if (GoText.ByteLength(Text) > 10)
        {
            return GoQuote.Quote(string.Concat(Text.EnumerateRunes().Take(10))) + "...";
        }
        return GoQuote.Quote(Text);
    }
}
