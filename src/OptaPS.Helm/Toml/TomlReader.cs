using System.Globalization;
using System.Text;

namespace OptaPS.Helm.Toml;

/// <summary>Reads TOML 1.0: whole numbers are int64, tables are maps, arrays of tables are lists of maps.</summary>
internal sealed class TomlReader
{
    private readonly string text;
    private readonly HashSet<GoMap> closed = [];
    private readonly HashSet<GoMap> defined = [];
    private int position;
    private string lastKey = "";

    private TomlReader(string text) => this.text = text.Replace("\r\n", "\n", StringComparison.Ordinal);

    public static GoMap Read(string text) => new TomlReader(text).Document();

    private char Current => position < text.Length ? text[position] : '\0';

    private bool AtEnd => position >= text.Length;

    private FunctionException Error(string problem)
    {
        var line = 1 + text.AsSpan(0, Math.Min(position, text.Length)).Count('\n');
        return new FunctionException($"toml: line {line}{(lastKey.Length > 0 ? $" (last key {GoQuote.Quote(lastKey)})" : "")}: {problem}");
    }

    private FunctionException Unexpected(string wanted) => Error(AtEnd ? $"unexpected EOF; expected {wanted}" : $"expected {wanted} but got {GoQuote.QuoteRune(Current)} instead");

    private GoMap Document()
    {
        var root = new GoMap();
        var table = root;
        while (true)
        {
            SkipLines();
            if (AtEnd)
            {
                return root;
            }
            if (Current == '[')
            {
                table = Header(root);
            }
            else
            {
                Assignment(table);
            }
            EndLine();
        }
    }

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t')
        {
            position++;
        }
    }

    private void SkipLines()
    {
        while (!AtEnd)
        {
            SkipBlanks();
            if (Current == '#')
            {
                SkipComment();
            }
            else if (Current == '\n')
            {
                position++;
            }
            else
            {
                return;
            }
        }
    }

    private void SkipComment()
    {
        while (!AtEnd && Current != '\n')
        {
            position++;
        }
    }

    private void EndLine()
    {
        SkipBlanks();
        if (Current == '#')
        {
            SkipComment();
        }
        if (!AtEnd && Current != '\n')
        {
            throw Error($"expected a top-level item to end with a newline, comment, or EOF, but got {GoQuote.QuoteRune(Current)} instead");
        }
    }

    private GoMap Header(GoMap root)
    {
        position++;
        var isArray = Current == '[';
        if (isArray)
        {
            position++;
        }
        SkipBlanks();
        var key = Key();
        SkipBlanks();
        foreach (var _ in isArray ? "]]" : "]")
        {
            if (Current != ']')
            {
                throw Unexpected("']'");
            }
            position++;
        }
        var parent = Descend(root, key, dotted: false);
        var name = key[^1];
        lastKey = string.Join('.', key);
        if (isArray)
        {
            if (!parent.TryGetValue(name, out var present))
            {
                parent[name] = present = new GoList(GoTypes.SliceMapAny, []);
            }
            if (present is not GoList list || list.Type != GoTypes.SliceMapAny)
            {
                throw Error($"Key '{lastKey}' has already been defined.");
            }
            var item = new GoMap();
            list.Items.Add(item);
            return item;
        }
        if (!parent.TryGetValue(name, out var existing))
        {
            parent[name] = existing = new GoMap();
        }
        return existing is GoMap table && defined.Add(table) && !closed.Contains(table) ? table : throw Error($"Key '{lastKey}' has already been defined.");
    }

    private GoMap Descend(GoMap from, List<string> key, bool dotted)
    {
        var table = from;
        foreach (var part in key.SkipLast(1))
        {
            if (!table.TryGetValue(part, out var next))
            {
                table[part] = next = new GoMap();
                if (dotted)
                {
                    defined.Add((GoMap)next);
                }
            }
            table = next switch
            {
                GoMap map when !closed.Contains(map) => map,
                GoList { Count: > 0 } list when list[^1] is GoMap last && list.Type == GoTypes.SliceMapAny => last,
                _ => throw Error($"Key '{string.Join('.', key)}' has already been defined."),
            };
        }
        return table;
    }

    private void Assignment(GoMap table)
    {
        var key = Key();
        SkipBlanks();
        if (Current != '=')
        {
            throw AtEnd || Current == '\n' ? Error(AtEnd ? "unexpected EOF; expected key separator '='" : "expected '.' or '=', but got '\\n' instead") : Error($"expected '.' or '=', but got {GoQuote.QuoteRune(Current)} instead");
        }
        position++;
        lastKey = string.Join('.', key);
        SkipBlanks();
        var value = Value();
        var target = Descend(table, key, dotted: true);
        if (target.ContainsKey(key[^1]))
        {
            throw Error($"Key '{lastKey}' has already been defined.");
        }
        target[key[^1]] = value;
    }

    private List<string> Key()
    {
        var parts = new List<string>();
        while (true)
        {
            SkipBlanks();
            if (Current is '"' or '\'')
            {
                parts.Add(TomlStrings.Read(text, ref position, Error));
            }
            else
            {
                var start = position;
                while (char.IsAsciiLetterOrDigit(Current) || Current is '_' or '-')
                {
                    position++;
                }
                if (position == start)
                {
                    throw Error(AtEnd ? "unexpected EOF; expected a key" : $"invalid key character {GoQuote.QuoteRune(Current)}");
                }
                parts.Add(text[start..position]);
            }
            SkipBlanks();
            if (Current != '.')
            {
                return parts;
            }
            position++;
        }
    }

    private object? Value()
    {
        RuntimeGuard.EnsureStack();
        switch (Current)
        {
            case '"' or '\'':
                return TomlStrings.Read(text, ref position, Error);
            case '[':
                return Array();
            case '{':
                return Inline();
            case '\0' when AtEnd:
                throw Error("unexpected EOF; expected value");
        }
        var start = position;
        while (!AtEnd && (char.IsAsciiLetterOrDigit(Current) || Current is '+' or '-' or '_' or '.' or ':'))
        {
            position++;
        }
        if (Current == ' ' && position - start == 10 && position + 2 < text.Length && char.IsAsciiDigit(text[position + 1]))
        {
            position++;
            while (!AtEnd && (char.IsAsciiLetterOrDigit(Current) || Current is '+' or '-' or '.' or ':'))
            {
                position++;
            }
        }
        var word = text[start..position];
        return word.Length > 0 ? TomlScalars.Read(word) ?? throw Error($"expected value but found {GoQuote.Quote(word)} instead") : throw Error($"expected value but found {GoQuote.QuoteRune(Current)} instead");
    }

    private GoList Array()
    {
        position++;
        var items = new List<object?>();
        while (true)
        {
            SkipLines();
            if (Current == ']')
            {
                position++;
                break;
            }
            items.Add(Value());
            SkipLines();
            if (Current == ',')
            {
                position++;
            }
            else if (Current != ']')
            {
                throw AtEnd ? Error("unexpected EOF; expected a comma (',') or array terminator (']')") : Error($"expected a comma (',') or array terminator (']'), but got {GoQuote.QuoteRune(Current)}");
            }
        }
        return items.Count > 0 && items.TrueForAll(i => i is GoMap) ? new GoList(GoTypes.SliceMapAny, items) : new GoList(items);
    }

    private GoMap Inline()
    {
        position++;
        var table = new GoMap();
        SkipLines();
        while (Current != '}')
        {
            Assignment(table);
            SkipLines();
            if (Current == ',')
            {
                position++;
                SkipLines();
            }
            else if (Current != '}')
            {
                throw Unexpected("a comma or an inline table terminator '}'");
            }
        }
        position++;
        closed.Add(table);
        return table;
    }
}
