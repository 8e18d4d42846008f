using System.Text;

namespace OptaPS.Helm.Values;

/// <summary>Parses what --set and its kin take, into a tree of values; messages are Helm's.</summary>
internal sealed class SetParser
{
    private const int MaximumIndex = 65_536;
    private const int MaximumLevel = 30;
    private readonly string input;
    private readonly SetKind kind;
    private readonly Func<string, object?>? readFile;
    private int position;

    private SetParser(string input, SetKind kind, Func<string, object?>? readFile)
    {
        this.input = input;
        this.kind = kind;
        this.readFile = readFile;
    }

    private bool AtEnd => position >= input.Length;

    /// <summary>Adds the assignments of the text to the map.</summary>
    /// <exception cref="FunctionException">The text is malformed.</exception>
    public static void ParseInto(string input, GoMap into, SetKind kind, Func<string, object?>? readFile = null)
    {
        var parser = new SetParser(input, kind, readFile);
        while (parser.Key(into, 0))
        {
        }
    }

    private static void Set(GoMap data, string key, object? value)
    {
        if (key.Length > 0)
        {
            data[key] = value;
        }
    }

    /// <summary>One assignment; false at the end of the text.</summary>
    private bool Key(GoMap data, int level)
    {
        var key = Until(kind == SetKind.Literal ? "=[." : "=[,.", out var last);
        switch (last)
        {
            case null:
                return key.Length == 0 ? false : throw new FunctionException($"key {GoQuote.Quote(key)} has no value");
            case '[':
                var index = Index();
                var list = data.TryGetValue(key, out var present) ? Existing<GoList>(present, "[]interface {}") : new GoList([]);
                var more = Item(ref list, index, level);
                Set(data, key, list);
                return more;
            case '=':
                var result = Value(out var value);
                Set(data, key, value);
                return result;
            case ',':
                throw new FunctionException($"key {GoQuote.Quote(key)} has no value (cannot end with ,)");
            default:
                if (++level > MaximumLevel)
                {
                    throw new FunctionException($"value name nested level is greater than maximum supported nested level of {MaximumLevel}");
                }
                var inner = data.TryGetValue(key, out var table) ? Existing<GoMap>(table, "map[string]interface {}") : new GoMap();
                var more2 = Key(inner, level);
                if (more2 && inner.Count == 0)
                {
                    throw new FunctionException($"key map {GoQuote.Quote(key)} has no value");
                }
                if (!more2 && inner.Count == 0 && kind != SetKind.Literal)
                {
                    throw new FunctionException($"key map {GoQuote.Quote(key)} has no value");
                }
                if (inner.Count > 0)
                {
                    Set(data, key, inner);
                }
                return more2;
        }
    }

    private static T Existing<T>(object? value, string type)
        where T : class
    {
        return value as T ?? throw new FunctionException("unable to parse key: " + Functions.Panics.Conversion(value, type).Message);
    }

    /// <summary>The value after an equals sign; false when the text ended with it.</summary>
    private bool Value(out object? value)
    {
        switch (kind)
        {
            case SetKind.Json:
                value = Json();
                return true;
            case SetKind.Literal:
                value = input[position..];
                position = input.Length;
                return true;
        }
        if (AtEnd)
        {
            value = "";
            return false;
        }
        if (input[position] == '{')
        {
            position++;
            value = List();
            return true;
        }
        value = Convert(Until(",", out _));
        return true;
    }

    private bool Item(ref GoList list, int index, int level)
    {
        if (index < 0)
        {
            throw new FunctionException($"negative {index} index not allowed");
        }
        var key = Until("[.=", out var last);
        if (key.Length > 0)
        {
            throw new FunctionException("unexpected data at end of array index: [" + string.Join(' ', GoText.Runes(key).Select(rune => GoQuote.QuoteRune(rune))) + "]");
        }
        switch (last)
        {
            case null:
                return false;
            case '=':
                var more = Value(out var value);
                list = Put(list, index, value);
                return more;
            case '[':
                var next = Index();
                var inner = index < list.Count && list[index] is not null ? Existing<GoList>(list[index], "[]interface {}") : new GoList([]);
                more = Item(ref inner, next, level);
                list = Put(list, index, inner);
                return more;
            default:
                var map = index < list.Count && list[index] is GoMap m ? m : new GoMap();
                more = Key(map, level);
                list = Put(list, index, map);
                return more;
        }
    }

    private static GoList Put(GoList list, int index, object? value)
    {
        if (index > MaximumIndex)
        {
            throw new FunctionException($"index of {index} is greater than maximum supported index of {MaximumIndex}");
        }
        while (list.Count <= index)
        {
            list.Items.Add(null);
        }
        list.Items[index] = value;
        return list;
    }

    private int Index()
    {
        var text = Until("]", out var last);
        if (last is null)
        {
            throw new FunctionException("error parsing index: EOF");
        }
        var value = GoNumber.ParseInt(text, 10, out var error);
        return value is null ? throw new FunctionException($"error parsing index: strconv.Atoi: parsing {GoQuote.Quote(text)}: {error}") : (int)Math.Clamp(value.Value, int.MinValue, int.MaxValue);
    }

    private GoList List()
    {
        var items = new List<object?>();
        while (true)
        {
            var text = Until(",}", out var last);
            if (last is null)
            {
                throw new FunctionException("list must terminate with '}'");
            }
            items.Add(Convert(text));
            if (last == '}')
            {
                if (!AtEnd && input[position] == ',')
                {
                    position++;
                }
                return new GoList(items);
            }
        }
    }

    private object? Json()
    {
        if (SkipEmpty())
        {
            return null;
        }
        var (value, used) = Helm.Json.GoJsonReader.ReadPrefix(input[position..]);
        position += used;
        SkipEmpty();
        return value;
    }

    /// <summary>Skips space; true when the value is empty, that is at the end or before a comma.</summary>
    private bool SkipEmpty()
    {
        while (!AtEnd)
        {
            if (input[position] == ',')
            {
                position++;
                return true;
            }
            if (!char.IsWhiteSpace(input[position]))
            {
                return false;
            }
            position++;
        }
        return true;
    }

    private string Until(string stops, out char? last)
    {
        var text = new StringBuilder();
        while (!AtEnd)
        {
            var c = input[position++];
            if (stops.Contains(c))
            {
                last = c;
                return text.ToString();
            }
            if (c == '\\' && kind != SetKind.Literal)
            {
                if (AtEnd)
                {
                    break;
                }
                c = input[position++];
            }
            text.Append(c);
        }
        last = null;
        return text.ToString();
    }

    private object? Convert(string text)
    {
        switch (kind)
        {
            case SetKind.File:
                return readFile!(text);
            case SetKind.String:
                return text;
        }
        if (text.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }
        if (text.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        if (text.Equals("null", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        if (text == "0")
        {
            return 0L;
        }
        return text.Length > 0 && text[0] != '0' && GoNumber.ParseInt(text, 10, out _) is { } n ? n : text;
    }
}
