namespace OptaPS.Helm.Values;

/// <summary>A complex constant; templates can only print and test it.</summary>
internal sealed class GoComplex(double real, double imaginary) : GoObject
{
    private static readonly GoType ComplexType = new("complex128", GoKind.Complex128);

    public override GoType Type => ComplexType;

    public override string Text => "(" + GoFloat.General(real) + GoFormatter.Sprintf("%+g", [imaginary]) + "i)";

    /// <summary>False for zero.</summary>
    public bool IsTrue => real != 0 || imaginary != 0;

    /// <summary>Reads 2i or 1+2i; null when the text is malformed.</summary>
    public static GoComplex? Read(string text)
    {
        var body = text[..^1];
        var split = body.AsSpan(1).LastIndexOfAny('+', '-') + 1;
        var first = split > 0 && body[split - 1] is not ('e' or 'E' or 'p' or 'P') ? GoNumber.ParseFloat(body[..split], out _) : 0;
        var second = GoNumber.ParseFloat(split > 0 && body[split - 1] is not ('e' or 'E' or 'p' or 'P') ? body[split..] : body, out _);
        return first is { } r && second is { } i ? new GoComplex(r, i) : null;
    }
}
