namespace OptaPS.Helm.Templates;

internal sealed partial class Parser
{
    private PipeNode Pipeline(string context, TokenKind end)
    {
        if (++depth > MaximumDepth)
        {
            throw Error("nesting is too deep");
        }
        var pipe = new PipeNode(source, tokens.PeekNonSpace().Position);
        Declarations(pipe, context);
        while (true)
        {
            var token = tokens.NextNonSpace();
            if (token.Kind == end)
            {
                depth--;
                CheckPipeline(pipe, context);
                return pipe;
            }
            switch (token.Kind)
            {
                case TokenKind.Bool or TokenKind.CharConstant or TokenKind.Complex or TokenKind.Dot or TokenKind.Field or TokenKind.Identifier
                    or TokenKind.Number or TokenKind.Nil or TokenKind.RawString or TokenKind.String or TokenKind.Variable or TokenKind.LeftParen:
                    tokens.Backup();
                    pipe.Commands.Add(Command());
                    break;
                default:
                    throw Unexpected(token, context);
            }
        }
    }

    private void Declarations(PipeNode pipe, string context)
    {
        while (tokens.PeekNonSpace() is { Kind: TokenKind.Variable } variable)
        {
            tokens.Next();
            var after = tokens.Peek();
            var next = tokens.PeekNonSpace();
            if (next.Kind is TokenKind.Assign or TokenKind.Declare)
            {
                pipe.IsAssign = next.Kind == TokenKind.Assign;
                tokens.NextNonSpace();
                Declare(pipe, variable);
                return;
            }
            if (next.Kind == TokenKind.Char && next.Text == ",")
            {
                tokens.NextNonSpace();
                Declare(pipe, variable);
                if (context == "range" && pipe.Declarations.Count < 2)
                {
                    if (tokens.PeekNonSpace().Kind is TokenKind.Variable or TokenKind.RightDelimiter or TokenKind.RightParen)
                    {
                        continue;
                    }
                    throw Error("range can only initialize variables");
                }
                throw Error("too many declarations in " + context);
            }
            if (after.Kind == TokenKind.Space)
            {
                tokens.Backup3(variable, after);
            }
            else
            {
                tokens.Backup2(variable);
            }
            return;
        }
    }

    private void Declare(PipeNode pipe, Token variable)
    {
        pipe.Declarations.Add(new VariableNode(source, variable.Position, variable.Text.Split('.')));
        variables.Add(variable.Text);
    }

    private void CheckPipeline(PipeNode pipe, string context)
    {
        if (pipe.Commands.Count == 0)
        {
            throw Error("missing value for " + context);
        }
        for (var i = 1; i < pipe.Commands.Count; i++)
        {
            if (pipe.Commands[i].Arguments[0] is BoolNode or DotNode or NilNode or NumberNode or StringNode)
            {
                throw Error($"non executable command in pipeline stage {i + 1}");
            }
        }
    }

    private CommandNode Command()
    {
        var command = new CommandNode(source, tokens.PeekNonSpace().Position);
        while (true)
        {
            tokens.PeekNonSpace();
            if (Operand() is { } operand)
            {
                command.Arguments.Add(operand);
            }
            var token = tokens.Next();
            switch (token.Kind)
            {
                case TokenKind.Space:
                    continue;
                case TokenKind.RightDelimiter or TokenKind.RightParen:
                    tokens.Backup();
                    break;
                case TokenKind.Pipe:
                    break;
                default:
                    throw Unexpected(token, "operand");
            }
            return command.Arguments.Count > 0 ? command : throw Error("empty command");
        }
    }

    private Node? Operand()
    {
        var node = Term();
        if (node is null || tokens.Peek().Kind != TokenKind.Field)
        {
            return node;
        }
        var position = tokens.Peek().Position;
        var fields = new List<string>();
        while (tokens.Peek().Kind == TokenKind.Field)
        {
            fields.Add(tokens.Next().Text[1..]);
        }
        switch (node)
        {
            case FieldNode f:
                return new FieldNode(source, position, [.. f.Names, .. fields]);
            case VariableNode v:
                return new VariableNode(source, position, [.. v.Names, .. fields]);
            case BoolNode or StringNode or NumberNode or NilNode or DotNode:
                throw Error("unexpected . after term " + GoQuote.Quote(node.ToString()!));
            default:
                return new ChainNode(source, position, node, [.. fields]);
        }
    }

    private Node? Term()
    {
        var token = tokens.NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                return functions.TryGetValue(token.Text, out var function)
                    ? new IdentifierNode(source, token.Position, token.Text, function)
                    : throw Error("function " + GoQuote.Quote(token.Text) + " not defined");
            case TokenKind.Dot:
                return new DotNode(source, token.Position);
            case TokenKind.Nil:
                return new NilNode(source, token.Position);
            case TokenKind.Variable:
                return variables.Contains(token.Text)
                    ? new VariableNode(source, token.Position, [token.Text])
                    : throw Error("undefined variable " + GoQuote.Quote(token.Text));
            case TokenKind.Field:
                return new FieldNode(source, token.Position, [token.Text[1..]]);
            case TokenKind.Bool:
                return new BoolNode(source, token.Position, token.Text == "true");
            case TokenKind.CharConstant or TokenKind.Complex or TokenKind.Number:
                var number = new NumberNode(source, token.Position, token.Text);
                return number.Read(token.Kind) is { } problem ? throw Error(problem) : number;
            case TokenKind.LeftParen:
                return Pipeline("parenthesized pipeline", TokenKind.RightParen);
            case TokenKind.String or TokenKind.RawString:
                var text = GoQuote.Unquote(token.Text) ?? throw Error(GoNumber.SyntaxError);
                return new StringNode(source, token.Position, token.Text, text);
        }
        tokens.Backup();
        return null;
    }
}
