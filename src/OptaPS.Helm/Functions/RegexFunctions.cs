namespace OptaPS.Helm.Functions;

/// <summary>sprig's functions on regular expressions, in RE2 syntax.</summary>
internal static class RegexFunctions
{
    public static void AddTo(FunctionTable t)
    {
        t.Add("regexMatch", "string string", a =>
        {
            try
            {
                return GoRegex.Compile(S(a, 0)).IsMatch(S(a, 1));
            }
            catch (FunctionException)
            {
                return false;
            }
        });
        t.Add("mustRegexMatch", "string string", a => GoRegex.Compile(S(a, 0)).IsMatch(S(a, 1)));
        Both(t, "regexFindAll", "string string int", (r, a) => Strings(r.FindAll(S(a, 1), N(a, 2))));
        Both(t, "regexFind", "string string", (r, a) => r.Find(S(a, 1)));
        Both(t, "regexReplaceAll", "string string string", (r, a) => r.ReplaceAll(S(a, 1), S(a, 2), literal: false));
        Both(t, "regexReplaceAllLiteral", "string string string", (r, a) => r.ReplaceAll(S(a, 1), S(a, 2), literal: true));
        Both(t, "regexSplit", "string string int", (r, a) => Strings(r.Split(S(a, 1), N(a, 2))));
        t.AddText("regexQuoteMeta", "string", a => GoRegex.QuoteMeta(S(a, 0)));
    }

    private static string S(object?[] a, int i) => (string)a[i]!;

    private static int N(object?[] a, int i) => (int)Math.Clamp(((GoInt)a[i]!).Value, int.MinValue, int.MaxValue);

    private static GoList Strings(List<string>? items) => new(GoTypes.SliceString, [.. items ?? []], items is null);

    private static void Both(FunctionTable t, string name, string signature, Func<GoRegex, object?[], object?> body)
    {
        t.Add("must" + char.ToUpperInvariant(name[0]) + name[1..], signature, (c, a) => Counted(c, body(GoRegex.Compile(S(a, 0)), a)));
        t.Add(name, signature, (c, a) =>
        {
            GoRegex regex;
            try
            {
                regex = GoRegex.Compile(S(a, 0));
            }
            catch (FunctionException e)
            {
                var quoted = GoQuote.CanBackquote(S(a, 0)) ? "`" + S(a, 0) + "`" : GoQuote.Quote(S(a, 0));
                throw new FunctionException($"regexp: Compile({quoted}): {e.Message}");
            }
            return Counted(c, body(regex, a));
        });
    }

    private static object? Counted(FunctionContext context, object? result)
    {
        context.Charge(result switch { string text => text.Length, GoList list => 4L * list.Count, _ => 0 });
        return result;
    }
}
