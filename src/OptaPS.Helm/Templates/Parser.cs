namespace OptaPS.Helm.Templates;

/// <summary>Parses one text into named templates, with Go's messages for what it refuses.</summary>
internal sealed partial class Parser
{
    private const int MaximumDepth = 2000;
    private readonly TemplateSource source;
    private readonly TokenStream tokens;
    private readonly IReadOnlyDictionary<string, GoFunction> functions;
    private readonly Dictionary<string, Template> found = new(StringComparer.Ordinal);
    private List<string> variables = ["$"];
    private int actionLine;
    private int rangeDepth;
    private int depth;

    private Parser(TemplateSource source, IReadOnlyDictionary<string, GoFunction> functions)
    {
        this.source = source;
        this.functions = functions;
        tokens = new TokenStream(new Lexer(source.Text));
    }

    /// <summary>All templates that the text defines, the text itself under <paramref name="name"/>.</summary>
    public static Dictionary<string, Template> Parse(string name, string text, IReadOnlyDictionary<string, GoFunction> functions)
    {
        var parser = new Parser(new TemplateSource(name, text), functions);
        var root = parser.Root();
        parser.Add(name, root);
        return parser.found;
    }

    private ListNode Root()
    {
        var root = new ListNode(source, tokens.Peek().Position);
        while (tokens.Peek().Kind != TokenKind.Eof)
        {
            if (tokens.Peek().Kind == TokenKind.LeftDelimiter)
            {
                var delimiter = tokens.Next();
                if (tokens.NextNonSpace().Kind == TokenKind.Define)
                {
                    Definition();
                    continue;
                }
                tokens.Backup2(delimiter);
            }
            var node = TextOrAction();
            if (node is MarkerNode)
            {
                throw Error("unexpected " + node);
            }
            root.Nodes.Add(node);
        }
        return root;
    }

    private void Add(string name, ListNode root)
    {
        if (!found.TryGetValue(name, out var present) || present.Root.IsEmpty)
        {
            found[name] = new Template(name, root);
        }
        else if (!root.IsEmpty)
        {
            throw Error("template: multiple definition of template " + GoQuote.Quote(name));
        }
    }

    private TemplateParseException Error(string message) => new($"template: {source.Name}:{tokens.Line}: {message}");

    private TemplateParseException Unexpected(Token token, string context)
    {
        if (token.Kind != TokenKind.Error)
        {
            return Error("unexpected " + token + " in " + context);
        }
        var extra = "";
        if (actionLine != 0 && actionLine != token.Line)
        {
            extra = $" in action started at {source.Name}:{actionLine}";
            if (token.Text.EndsWith(" action", StringComparison.Ordinal))
            {
                extra = extra[" in action".Length..];
            }
        }
        return Error(token + extra);
    }

    private Token Expect(TokenKind kind, string context)
    {
        var token = tokens.NextNonSpace();
        return token.Kind == kind ? token : throw Unexpected(token, context);
    }

    private void Definition()
    {
        const string Context = "define clause";
        var name = TemplateName(tokens.NextNonSpace(), Context);
        Expect(TokenKind.RightDelimiter, Context);
        var (list, _) = Body(Context);
        Add(name, list);
    }

    /// <summary>The body of a define or block, which has variables of its own.</summary>
    private (ListNode List, Node End) Body(string context)
    {
        var saved = (variables, rangeDepth);
        variables = ["$"];
        rangeDepth = 0;
        var (list, end) = ItemList();
        if (end is not MarkerNode { IsEnd: true })
        {
            throw Error("unexpected " + end + " in " + context);
        }
        (variables, rangeDepth) = saved;
        return (list, end);
    }

    private string TemplateName(Token token, string context)
    {
        if (token.Kind is not (TokenKind.String or TokenKind.RawString))
        {
            throw Unexpected(token, context);
        }
        return GoQuote.Unquote(token.Text) ?? throw Error(GoNumber.SyntaxError);
    }

    private (ListNode List, Node End) ItemList()
    {
        if (++depth > MaximumDepth)
        {
            throw Error("nesting is too deep");
        }
        var list = new ListNode(source, tokens.PeekNonSpace().Position);
        while (tokens.PeekNonSpace().Kind != TokenKind.Eof)
        {
            var node = TextOrAction();
            if (node is MarkerNode)
            {
                depth--;
                return (list, node);
            }
            list.Nodes.Add(node);
        }
        throw Error("unexpected EOF");
    }

    private Node TextOrAction()
    {
        var token = tokens.NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Text:
                return new TextNode(source, token.Position, token.Text);
            case TokenKind.LeftDelimiter:
                actionLine = token.Line;
                var node = Action();
                actionLine = 0;
                return node;
            default:
                throw Unexpected(token, "input");
        }
    }

    private Node Action()
    {
        var token = tokens.NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Block:
                return Block();
            case TokenKind.Break or TokenKind.Continue:
                return Jump(token);
            case TokenKind.Else:
                var next = tokens.PeekNonSpace();
                if (next.Kind is TokenKind.If or TokenKind.With)
                {
                    return new MarkerNode(source, next.Position, isEnd: false);
                }
                return new MarkerNode(source, Expect(TokenKind.RightDelimiter, "else").Position, isEnd: false);
            case TokenKind.End:
                return new MarkerNode(source, Expect(TokenKind.RightDelimiter, "end").Position, isEnd: true);
            case TokenKind.If:
                return Control(token, "if");
            case TokenKind.Range:
                return Control(token, "range");
            case TokenKind.With:
                return Control(token, "with");
            case TokenKind.Template:
                return TemplateCall();
        }
        tokens.Backup();
        var start = tokens.Peek();
        return new ActionNode(source, start.Position, Pipeline("command", TokenKind.RightDelimiter));
    }

    private JumpNode Jump(Token token)
    {
        var name = token.Kind == TokenKind.Break ? "{{break}}" : "{{continue}}";
        var next = tokens.NextNonSpace();
        if (next.Kind != TokenKind.RightDelimiter)
        {
            throw Unexpected(next, name);
        }
        if (rangeDepth == 0)
        {
            throw Error(name + " outside {{range}}");
        }
        return new JumpNode(source, token.Position, token.Kind == TokenKind.Break);
    }

    private BranchNode Control(Token token, string context)
    {
        var mark = variables.Count;
        var pipe = Pipeline(context, TokenKind.RightDelimiter);
        if (token.Kind == TokenKind.Range)
        {
            rangeDepth++;
        }
        var (list, next) = ItemList();
        if (token.Kind == TokenKind.Range)
        {
            rangeDepth--;
        }
        ListNode? elseList = null;
        if (next is MarkerNode { IsEnd: false })
        {
            if (token.Kind != TokenKind.Range && tokens.Peek().Kind == token.Kind)
            {
                if (++depth > MaximumDepth)
                {
                    throw Error("nesting is too deep");
                }
                var inner = tokens.Next();
                elseList = new ListNode(source, next.Position);
                elseList.Nodes.Add(Control(inner, context));
                depth--;
            }
            else
            {
                (elseList, next) = ItemList();
                if (next is not MarkerNode { IsEnd: true })
                {
                    throw Error("expected end; found " + next);
                }
            }
        }
        variables.RemoveRange(mark, variables.Count - mark);
        return new BranchNode(source, pipe.Position, token.Kind, pipe, list, elseList);
    }

    private TemplateNode Block()
    {
        const string Context = "block clause";
        var token = tokens.NextNonSpace();
        var name = TemplateName(token, Context);
        var pipe = Pipeline(Context, TokenKind.RightDelimiter);
        var (list, _) = Body(Context);
        Add(name, list);
        return new TemplateNode(source, token.Position, name, pipe);
    }

    private TemplateNode TemplateCall()
    {
        const string Context = "template clause";
        var token = tokens.NextNonSpace();
        var name = TemplateName(token, Context);
        PipeNode? pipe = null;
        if (tokens.NextNonSpace().Kind != TokenKind.RightDelimiter)
        {
            tokens.Backup();
            pipe = Pipeline(Context, TokenKind.RightDelimiter);
        }
        return new TemplateNode(source, token.Position, name, pipe);
    }
}
