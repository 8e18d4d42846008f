namespace OptaPS.Helm.Templates;

/// <summary>A number constant, with every type that it can have.</summary>
internal sealed class NumberNode(TemplateSource source, int position, string text) : Node(source, position)
{
    public string Text { get; } = text;

    public long? Integer { get; private set; }

    public ulong? Unsigned { get; private set; }

    public double? Float { get; private set; }

    public bool IsComplex { get; private set; }

    /// <summary>The value where no type asks for another; null when an integer overflows.</summary>
    public object? Ideal { get; private set; }

    public override string ToString() => Text;

    /// <summary>Reads the constant; gives the error text, or null.</summary>
    public string? Read(TokenKind kind)
    {
        if (kind == TokenKind.CharConstant)
        {
            if (GoQuote.UnquoteRune(Text) is not { } rune)
            {
                return Text.Length > 3 && !Text.Contains('\\') ? "malformed character constant: " + Text : GoNumber.SyntaxError;
            }
            Integer = rune;
            Unsigned = (ulong)rune;
            Float = rune;
            Ideal = GoInt.Box(rune);
            return null;
        }
        if (kind == TokenKind.Complex || Text.EndsWith('i'))
        {
            IsComplex = true;
            Ideal = GoComplex.Read(Text);
            return Ideal is null ? GoQuote.Quote(Text) : null;
        }
        Unsigned = GoNumber.ParseUint(Text, 0, out _);
        Integer = GoNumber.ParseInt(Text, 0, out _);
        if (Integer == 0 && Text.Length > 0)
        {
            Unsigned = 0;
        }
        if (Integer is { } i)
        {
            Float = i;
        }
        else if (Unsigned is { } u)
        {
            Float = u;
        }
        else
        {
            var f = GoNumber.ParseFloat(Text.Replace("_", "", StringComparison.Ordinal), out var error);
            if (f is null || error.Length > 0)
            {
                return GoQuote.Quote(Text);
            }
            if (!Text.AsSpan().ContainsAny(".eEpP"))
            {
                return "integer overflow: " + GoQuote.Quote(Text);
            }
            Float = f;
            if (Integer is null && f.Value == Math.Floor(f.Value) && Math.Abs(f.Value) < 9.2233720368547758e18)
            {
                Integer = (long)f.Value;
            }
            if (f.Value >= 0 && f.Value == Math.Floor(f.Value) && f.Value < 1.8446744073709552e19)
            {
                Unsigned = (ulong)f.Value;
            }
        }
        var hexInteger = Text.Length > 2 && Text[0] == '0' && Text[1] is 'x' or 'X' && !Text.AsSpan().ContainsAny('p', 'P');
        if (Float is not null && !hexInteger && Text.AsSpan().ContainsAny(".eEpP"))
        {
            Ideal = Float.Value;
        }
        else if (Integer is { } n)
        {
            Ideal = GoInt.Box(n);
        }
        return null;
    }
}
