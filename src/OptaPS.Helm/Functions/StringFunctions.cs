using System.Security.Cryptography;
using System.Text;

namespace OptaPS.Helm.Functions;

/// <summary>sprig's functions on text.</summary>
internal static class StringFunctions
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    public static void AddTo(FunctionTable t)
    {
        t.Add("hello", "", _ => "Hello!");
        t.Add("trim", "string", a => GoStrings.TrimSpace(S(a, 0)));
        t.Add("trimAll", "string string", a => GoStrings.Trim(S(a, 1), S(a, 0)));
        t.Alias("trimall", "trimAll");
        t.Add("trimSuffix", "string string", a => S(a, 1).EndsWith(S(a, 0), StringComparison.Ordinal) ? S(a, 1)[..^S(a, 0).Length] : S(a, 1));
        t.Add("trimPrefix", "string string", a => S(a, 1).StartsWith(S(a, 0), StringComparison.Ordinal) ? S(a, 1)[S(a, 0).Length..] : S(a, 1));
        t.Add("trunc", "int string", a => Truncate(I(a, 0), S(a, 1)));
        t.Add("substr", "int int string", a => Substring(I(a, 0), I(a, 1), S(a, 2)));
        t.Add("abbrev", "int string", a => Abbreviation.Both(0, I(a, 0), S(a, 1)));
        t.Add("abbrevboth", "int int string", a => Abbreviation.Both(I(a, 0), I(a, 1), S(a, 2)));
        t.Add("repeat", "int string", Repeat);
        t.Add("replace", "string string string", Replace);
        t.Add("contains", "string string", a => S(a, 1).Contains(S(a, 0), StringComparison.Ordinal));
        t.Add("hasPrefix", "string string", a => S(a, 1).StartsWith(S(a, 0), StringComparison.Ordinal));
        t.Add("hasSuffix", "string string", a => S(a, 1).EndsWith(S(a, 0), StringComparison.Ordinal));
        t.AddText("quote", "...any", a => string.Join(' ', a.Where(v => v is not null).Select(v => GoQuote.Quote(Strval.Of(v)))));
        t.AddText("squote", "...any", a => string.Join(' ', a.Where(v => v is not null).Select(v => "'" + GoPrinter.ToText(v) + "'")));
        t.AddText("cat", "...any", a => string.Join(' ', a.Where(v => v is not null).Select(GoPrinter.ToText)));
        t.Add("indent", "int string", (c, a) => Indent(c, I(a, 0), S(a, 1)));
        t.Add("nindent", "int string", (c, a) => "\n" + Indent(c, I(a, 0), S(a, 1)));
        t.Add("plural", "string string int", a => I(a, 2) == 1 ? a[0] : a[1]);
        t.AddText("toString", "any", a => Strval.Of(a[0]));
        t.AddList("toStrings", "any", a => GoList.OfStrings(Strval.Slice(a[0])));
        t.Add("join", "string any", Join);
        t.AddList("splitList", "string string", a => GoList.OfStrings(GoStrings.Split(S(a, 1), S(a, 0), -1)));
        t.Add("split", "string string", a => Numbered(GoStrings.Split(S(a, 1), S(a, 0), -1)));
        t.Add("splitn", "string int string", a => Numbered(GoStrings.Split(S(a, 2), S(a, 0), I(a, 1))));
        t.Add("sortAlpha", "any", a => a[0] is GoList or GoBytes ? GoList.OfStrings(Strval.Slice(a[0]).Order(GoText.ByteOrder)) : GoList.OfStrings([Strval.Of(a[0])]));
        t.AddText("wrap", "int string", a => Wrapping.Wrap(S(a, 1), I(a, 0), "\n", breakWords: false));
        t.AddText("wrapWith", "int string string", a => Wrapping.Wrap(S(a, 2), I(a, 0), S(a, 1), breakWords: true));
        t.Add("shuffle", "string", a => GoText.FromRunes(Shuffled(GoText.Runes(S(a, 0)))));
        t.Add("randAlphaNum", "int", (c, a) => Random(c, I(a, 0), Letters + Digits));
        t.Add("randAlpha", "int", (c, a) => Random(c, I(a, 0), Letters));
        t.Add("randNumeric", "int", (c, a) => Random(c, I(a, 0), Digits));
        t.Add("randAscii", "int", (c, a) => Random(c, I(a, 0), string.Concat(Enumerable.Range(32, 95).Select(c => (char)c))));
        t.Add("uuidv4", "", _ => Guid.NewGuid().ToString());
    }

    private static string S(object?[] args, int i) => (string)args[i]!;

    private static int I(object?[] args, int i) => (int)Math.Clamp(((GoInt)args[i]!).Value, int.MinValue, int.MaxValue);

    private static string Replace(FunctionContext context, object?[] a)
    {
        var (text, old, made) = (S(a, 2), S(a, 0), S(a, 1));
        var times = old.Length == 0 ? text.Length + 1L : text.AsSpan().Count(old);
        context.Charge(text.Length + (times * made.Length));
        return GoStrings.ReplaceAll(text, old, made);
    }

    private static string Join(FunctionContext context, object?[] a)
    {
        var parts = Strval.Slice(a[1]).ToList();
        context.Charge(parts.Sum(part => part.Length + (long)S(a, 0).Length));
        return string.Join(S(a, 0), parts);
    }

    private static string Indent(FunctionContext context, int spaces, string text)
    {
        if (spaces < 0)
        {
            throw new FunctionException("strings: negative Repeat count");
        }
        context.Charge(text.Length + (spaces * (1L + text.AsSpan().Count('\n'))));
        var pad = new string(' ', spaces);
        return pad + text.Replace("\n", "\n" + pad, StringComparison.Ordinal);
    }

    private static string Truncate(int count, string text)
    {
        var length = GoText.ByteLength(text);
        if (count < 0 && length + count > 0)
        {
            return GoText.ByteSlice(text, length + count, length);
        }
        return count >= 0 && length > count ? GoText.ByteSlice(text, 0, count) : text;
    }

    private static string Substring(int start, int end, string text)
    {
        var length = GoText.ByteLength(text);
        if (start < 0)
        {
            if (end < 0)
            {
                throw FunctionException.Panic($"slice bounds out of range [:{end}]");
            }
            return end <= length ? GoText.ByteSlice(text, 0, end) : throw FunctionException.Panic($"slice bounds out of range [:{end}] with length {length}");
        }
        if (end < 0 || end > length)
        {
            return start <= length ? GoText.ByteSlice(text, start, length) : throw Panics.SliceBounds(start, length);
        }
        return start <= end ? GoText.ByteSlice(text, start, end) : throw Panics.SliceBounds(start, end);
    }

    private static string Repeat(FunctionContext context, object?[] a)
    {
        var count = I(a, 0);
        var text = S(a, 1);
        if (count < 0)
        {
            throw new FunctionException("strings: negative Repeat count");
        }
        context.Charge((long)count * text.Length);
        return new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
    }

    private static GoMap Numbered(List<string> parts)
    {
        var map = new GoMap(GoTypes.MapString, parts.Count);
        for (var i = 0; i < parts.Count; i++)
        {
            map["_" + i] = parts[i];
        }
        return map;
    }

    private static List<int> Shuffled(List<int> runes)
    {
        RandomNumberGenerator.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(runes));
        return runes;
    }

    private static string Random(FunctionContext context, int count, string alphabet)
    {
        context.Charge(Math.Max(count, 0));
        return count <= 0 ? "" : RandomNumberGenerator.GetString(alphabet, count);
    }
}
