namespace OptaPS.Helm.Templates;

/// <summary>Runs one template: the walk over its nodes. Evaluation of pipelines is in <see cref="Evaluator"/>.</summary>
internal sealed class Executor
{
    private const int MaximumDepth = 100_000;
    private readonly RenderSession session;
    private readonly OutputBuffer output;
    private readonly Evaluator evaluator;
    private readonly int depth;

    public Executor(RenderSession session, Template template, OutputBuffer output, Operand dot, int depth = 0)
    {
        this.session = session;
        this.output = output;
        this.depth = depth;
        evaluator = new Evaluator(session, template);
        evaluator.Variables.Push("$", dot);
        Template = template;
        Dot = dot;
    }

    private Template Template { get; }

    private Operand Dot { get; }

    public void Run() => Walk(Dot, Template.Root);

    private WalkResult Walk(Operand dot, ListNode list)
    {
        var nodes = list.Nodes;
        for (var i = 0; i < nodes.Count; i++)
        {
            var result = Walk(dot, nodes[i]);
            if (result != WalkResult.Done)
            {
                return result;
            }
        }
        return WalkResult.Done;
    }

    private WalkResult Walk(Operand dot, Node node)
    {
        session.Budget.Step();
        evaluator.At(node);
        switch (node)
        {
            case TextNode text:
                output.Write(text.Text);
                return WalkResult.Done;
            case ActionNode action:
                var value = evaluator.Pipeline(dot, action.Pipe);
                if (action.Pipe.Declarations.Count == 0)
                {
                    Print(action, value);
                }
                return WalkResult.Done;
            case BranchNode { Kind: TokenKind.Range } range:
                return Range(dot, range);
            case BranchNode branch:
                return Branch(dot, branch);
            case TemplateNode call:
                Call(dot, call);
                return WalkResult.Done;
            case JumpNode jump:
                return jump.IsBreak ? WalkResult.Break : WalkResult.Continue;
            default:
                throw evaluator.Error("unknown node: " + node);
        }
    }

    private void Print(Node node, Operand value)
    {
        evaluator.At(node);
        output.Write(value.Value switch
        {
            null => "<no value>",
            string s => s,
            GoFunction => throw evaluator.Error("can't print " + node + " of type func"),
            GoObject { AddressableText: { } text } => text,
            GoObject { Type.Kind: GoKind.Pointer, Text: null, IsNil: false } pointer => GoPrinter.ToText(pointer)[1..],
            var v => GoPrinter.ToText(v),
        });
    }

    private WalkResult Branch(Operand dot, BranchNode branch)
    {
        var mark = evaluator.Variables.Mark;
        var value = evaluator.Pipeline(dot, branch.Pipe);
        var result = WalkResult.Done;
        if (Truth.Of(value.Value))
        {
            result = Walk(branch.Kind == TokenKind.With ? value : dot, branch.List);
        }
        else if (branch.ElseList is not null)
        {
            result = Walk(dot, branch.ElseList);
        }
        evaluator.Variables.Pop(mark);
        return result;
    }

    private WalkResult Range(Operand dot, BranchNode range)
    {
        var outer = evaluator.Variables.Mark;
        var subject = evaluator.Pipeline(dot, range.Pipe).Value;
        var mark = evaluator.Variables.Mark;
        var any = false;
        switch (subject)
        {
            case null:
                break;
            case GoList list:
                for (var i = 0; i < list.Count; i++)
                {
                    any = true;
                    var item = list[i];
                    if (!Iterate(range, mark, Operand.Of(GoInt.Box(i)), new Operand(item, list.Type.Element == GoTypes.Any)))
                    {
                        break;
                    }
                }
                break;
            case GoBytes bytes:
                for (var i = 0; i < bytes.Data.Length; i++)
                {
                    any = true;
                    if (!Iterate(range, mark, Operand.Of(GoInt.Box(i)), Operand.Of(bytes.Data[i])))
                    {
                        break;
                    }
                }
                break;
            case GoMap map:
                foreach (var key in map.Keys)
                {
                    any = true;
                    var item = map[key];
                    if (!Iterate(range, mark, Operand.Of(key), new Operand(item, map.Type.Element == GoTypes.Any)))
                    {
                        break;
                    }
                }
                break;
            case GoInt or long or int or byte or uint or ulong or IGoNumeric:
                if (range.Pipe.Declarations.Count > 1)
                {
                    throw evaluator.Error($"can't use {GoPrinter.ToText(subject)} to iterate over more than one variable");
                }
                any = Count(range, mark, subject);
                break;
            default:
                throw evaluator.Error("range can't iterate over " + GoPrinter.ToText(subject));
        }
        var result = any || range.ElseList is null ? WalkResult.Done : Walk(dot, range.ElseList);
        evaluator.Variables.Pop(outer);
        return result;
    }

    private bool Count(BranchNode range, int mark, object subject)
    {
        var limit = subject switch
        {
            GoInt g => g.Value,
            long l => l,
            int n => n,
            byte n => n,
            uint n => n,
            ulong n => n > long.MaxValue ? long.MaxValue : (long)n,
            IGoNumeric n => n.Number,
            _ => 0,
        };
        for (long i = 0; i < limit; i++)
        {
            var item = subject switch { GoInt => GoInt.Box(i), int => (int)i, byte => (byte)i, uint => (uint)i, ulong => (ulong)i, _ => (object)i };
            if (!Iterate(range, mark, Operand.None, Operand.Of(item)))
            {
                break;
            }
        }
        return limit > 0;
    }

    private bool Iterate(BranchNode range, int mark, Operand index, Operand item)
    {
        var declarations = range.Pipe.Declarations;
        if (declarations.Count > 0)
        {
            if (range.Pipe.IsAssign)
            {
                evaluator.Assign(declarations[0].Names[0], declarations.Count > 1 ? index : item);
                if (declarations.Count > 1)
                {
                    evaluator.Assign(declarations[1].Names[0], item);
                }
            }
            else
            {
                evaluator.Variables.SetTop(1, item);
                if (declarations.Count > 1)
                {
                    evaluator.Variables.SetTop(2, index);
                }
            }
        }
        session.Budget.Step();
        var result = Walk(item, range.List);
        evaluator.Variables.Pop(mark);
        return result != WalkResult.Break;
    }

    private void Call(Operand dot, TemplateNode call)
    {
        var template = session.Templates.Find(call.Name) ?? throw evaluator.Error($"template {GoQuote.Quote(call.Name)} not defined");
        if (depth == MaximumDepth || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw evaluator.Error($"exceeded maximum template depth ({MaximumDepth})");
        }
        var argument = call.Pipe is null ? Operand.None : evaluator.Pipeline(dot, call.Pipe);
        new Executor(session, template, output, argument, depth + 1).Run();
    }
}
