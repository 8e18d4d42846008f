namespace OptaPS.Helm.Yaml;

/// <summary>Splits YAML text into tokens with the rules and messages of go-yaml, which are libyaml's.</summary>
internal sealed partial class YamlScanner
{
    private const int MaximumDepth = 10_000;
    private readonly YamlCursor cursor;
    private readonly YamlScalarScanner scalars;
    private readonly YamlPropertyScanner properties;
    private readonly List<YamlToken> queue = [];
    private readonly List<int> indents = [];
    private readonly List<SimpleKey> simpleKeys = [];
    private readonly Dictionary<int, int> keyAtToken = [];
    private int head;
    private int taken;
    private bool started;
    private bool ended;
    private bool simpleKeyAllowed;
    private int flowLevel;
    private int indent = -1;

    public YamlScanner(string text)
    {
        cursor = new YamlCursor(text);
        scalars = new YamlScalarScanner(cursor);
        properties = new YamlPropertyScanner(cursor);
    }

    public YamlToken Peek()
    {
        while (NeedMore())
        {
            FetchNext();
        }
        return queue[head];
    }

    public YamlToken Next()
    {
        var token = Peek();
        head++;
        taken++;
        if (head == queue.Count)
        {
            queue.Clear();
            head = 0;
        }
        return token;
    }

    public static YamlTextException Error(YamlMark context, string problem, YamlMark at)
    {
        var line = at.Line != 0 ? at.Line + 1 : context.Line;
        return new YamlTextException(line != 0 ? $"yaml: line {line}: {problem}" : $"yaml: {problem}");
    }

    private int NextNumber => taken + queue.Count - head;

    private bool NeedMore()
    {
        if (ended && head < queue.Count)
        {
            return false;
        }
        if (head == queue.Count)
        {
            return true;
        }
        return keyAtToken.TryGetValue(taken, out var key) && IsValid(key);
    }

    /// <summary>A simple key must be on one line and shorter than 1024 characters.</summary>
    private bool IsValid(int i)
    {
        var key = simpleKeys[i];
        if (!key.Possible)
        {
            return false;
        }
        if (key.Mark.Line < cursor.Line || key.Mark.Index + 1024 < cursor.Index)
        {
            if (key.Required)
            {
                throw Error(key.Mark, "could not find expected ':'", cursor.Mark);
            }
            key.Possible = false;
            simpleKeys[i] = key;
            return false;
        }
        return true;
    }

    private void FetchNext()
    {
        if (!started)
        {
            started = true;
            simpleKeys.Add(default);
            simpleKeyAllowed = true;
            queue.Add(new YamlToken(YamlTokenKind.StreamStart, cursor.Mark, cursor.Mark));
            return;
        }
        SkipToToken();
        UnrollIndent(cursor.Column);
        var c = cursor.Current;
        if (cursor.AtEnd || c == '\0')
        {
            FetchEnd();
            return;
        }
        if (cursor.Column == 0 && c == '%')
        {
            UnrollIndent(-1);
            RemoveSimpleKey();
            simpleKeyAllowed = false;
            queue.Add(properties.Directive());
            return;
        }
        if (cursor.AtDocumentIndicator)
        {
            FetchDocumentIndicator(c == '-' ? YamlTokenKind.DocumentStart : YamlTokenKind.DocumentEnd);
            return;
        }
        switch (c)
        {
            case '[':
                FetchFlowStart(YamlTokenKind.FlowSequenceStart);
                return;
            case '{':
                FetchFlowStart(YamlTokenKind.FlowMappingStart);
                return;
            case ']':
                FetchFlowEnd(YamlTokenKind.FlowSequenceEnd);
                return;
            case '}':
                FetchFlowEnd(YamlTokenKind.FlowMappingEnd);
                return;
            case ',':
                RemoveSimpleKey();
                simpleKeyAllowed = true;
                Indicator(YamlTokenKind.FlowEntry);
                return;
            case '-' when cursor.IsBlankOrEnd(1):
                FetchBlockEntry();
                return;
            case '?' when flowLevel > 0 || cursor.IsBlankOrEnd(1):
                FetchKey();
                return;
            case ':' when flowLevel > 0 || cursor.IsBlankOrEnd(1):
                FetchValue();
                return;
            case '*':
                FetchSimple(() => properties.Anchor(YamlTokenKind.Alias));
                return;
            case '&':
                FetchSimple(() => properties.Anchor(YamlTokenKind.Anchor));
                return;
            case '!':
                FetchSimple(properties.Tag);
                return;
            case '|' or '>' when flowLevel == 0:
                RemoveSimpleKey();
                simpleKeyAllowed = true;
                queue.Add(scalars.Block(c == '|', indent));
                return;
            case '\'' or '"':
                FetchSimple(() => scalars.Quoted(c == '\''));
                return;
        }
        if (StartsPlain(c))
        {
            FetchPlain();
            return;
        }
        throw Error(cursor.Mark, "found character that cannot start any token", cursor.Mark);
    }

    private bool StartsPlain(char c) =>
        (!cursor.IsBlankOrEnd() && c is not ('-' or '?' or ':' or ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`'))
        || (c == '-' && cursor.At(1) is not (' ' or '\t'))
        || (flowLevel == 0 && c is '?' or ':' && !cursor.IsBlankOrEnd(1));

    private void SkipToToken()
    {
        while (true)
        {
            if (cursor.Column == 0 && cursor.Current == '\uFEFF')
            {
                cursor.Skip();
            }
            while (cursor.Current == ' ' || ((flowLevel > 0 || !simpleKeyAllowed) && cursor.Current == '\t'))
            {
                cursor.Skip();
            }
            if (cursor.Current == '#')
            {
                while (!cursor.IsBreakOrEnd)
                {
                    cursor.Skip();
                }
            }
            if (!cursor.IsBreak)
            {
                return;
            }
            cursor.SkipLine();
            if (flowLevel == 0)
            {
                simpleKeyAllowed = true;
            }
        }
    }

    private void SaveSimpleKey()
    {
        if (!simpleKeyAllowed)
        {
            return;
        }
        var required = flowLevel == 0 && indent == cursor.Column;
        RemoveSimpleKey();
        simpleKeys[^1] = new SimpleKey { Possible = true, Required = required, TokenNumber = NextNumber, Mark = cursor.Mark };
        keyAtToken[NextNumber] = simpleKeys.Count - 1;
    }

    private void RemoveSimpleKey()
    {
        var key = simpleKeys[^1];
        if (key.Possible && key.Required)
        {
            throw Error(key.Mark, "could not find expected ':'", cursor.Mark);
        }
        if (key.Possible)
        {
            keyAtToken.Remove(key.TokenNumber);
        }
        key.Possible = false;
        simpleKeys[^1] = key;
    }

    private void RollIndent(int column, int number, YamlTokenKind kind, YamlMark mark)
    {
        if (flowLevel > 0 || indent >= column)
        {
            return;
        }
        indents.Add(indent);
        indent = column;
        if (indents.Count > MaximumDepth)
        {
            throw Error(mark, $"exceeded max depth of {MaximumDepth}", cursor.Mark);
        }
        var token = new YamlToken(kind, mark, mark);
        Insert(number < 0 ? -1 : number - taken, token);
    }

    /// <summary>Puts a token before one still in the queue; when that one has been taken already, it comes last, as go-yaml does.</summary>
    private void Insert(int place, YamlToken token) => queue.Insert(place < 0 ? queue.Count : head + place, token);

    private void UnrollIndent(int column)
    {
        if (flowLevel > 0)
        {
            return;
        }
        while (indent > column)
        {
            queue.Add(new YamlToken(YamlTokenKind.BlockEnd, cursor.Mark, cursor.Mark));
            indent = indents[^1];
            indents.RemoveAt(indents.Count - 1);
        }
    }

    private void Indicator(YamlTokenKind kind, int length = 1)
    {
        var start = cursor.Mark;
        for (var i = 0; i < length; i++)
        {
            cursor.Skip();
        }
        queue.Add(new YamlToken(kind, start, cursor.Mark));
    }
}
