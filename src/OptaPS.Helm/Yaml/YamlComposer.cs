namespace OptaPS.Helm.Yaml;

/// <summary>Builds the node tree of the first document of a text.</summary>
internal sealed class YamlComposer
{
    private readonly YamlScanner scanner;
    private readonly Dictionary<string, YamlTreeNode> anchors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> handles = new(StringComparer.Ordinal) { ["!"] = "!", ["!!"] = "tag:yaml.org,2002:" };

    public YamlComposer(string text)
    {
        text = YamlEncoding.Decode(text);
        CheckCharacters(text);
        scanner = new YamlScanner(text);
    }

    /// <summary>The root of the first document, or null when there is none.</summary>
    public YamlTreeNode? Document()
    {
        scanner.Next();
        var kind = scanner.Peek().Kind;
        if (kind == YamlTokenKind.StreamEnd)
        {
            return null;
        }
        YamlTreeNode root;
        if (kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective or YamlTokenKind.DocumentStart)
        {
            Directives();
            if (scanner.Peek().Kind != YamlTokenKind.DocumentStart)
            {
                throw Error(scanner.Peek().Start, default, "did not find expected <document start>");
            }
            scanner.Next();
            var empty = scanner.Peek().Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective or YamlTokenKind.DocumentStart
                or YamlTokenKind.DocumentEnd or YamlTokenKind.StreamEnd;
            root = empty ? Empty() : Node(block: true, indentless: false);
        }
        else
        {
            root = Node(block: true, indentless: false);
        }
        scanner.Peek();
        return root;
    }

    private static void CheckCharacters(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and <= '~' or '\n' or '\r' or '\t')
            {
                continue;
            }
            if (GoText.IsEscapedByte(c) && !(i > 0 && char.IsHighSurrogate(text[i - 1])))
            {
                throw new YamlTextException("yaml: " + YamlEncoding.Problem(text, i));
            }
            if (c is not ('\u0085' or (>= '\u00a0' and <= '\uFFFD')))
            {
                throw new YamlTextException("yaml: control characters are not allowed");
            }
        }
    }

    private static YamlTextException Error(YamlMark at, YamlMark context, string problem)
    {
        var line = at.Line != 0 ? at.Line : context.Line;
        return new YamlTextException(line != 0 ? $"yaml: line {line}: {problem}" : $"yaml: {problem}");
    }

    private static YamlTreeNode Empty() => new(YamlTreeKind.Scalar, "") { IsPlain = true };

    private void Directives()
    {
        var version = false;
        while (scanner.Peek().Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective)
        {
            var token = scanner.Next();
            if (token.Kind == YamlTokenKind.TagDirective)
            {
                handles[token.Handle] = token.Text;
                continue;
            }
            if (version)
            {
                throw Error(token.Start, default, "found duplicate %YAML directive");
            }
            if (token.Text != "1.1")
            {
                throw Error(token.Start, default, "found incompatible YAML document");
            }
            version = true;
        }
    }

    private YamlTreeNode Node(bool block, bool indentless)
    {
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new YamlTextException("yaml: exceeded max depth of 10000");
        }
        var token = scanner.Peek();
        var start = token.Start;
        if (token.Kind == YamlTokenKind.Alias)
        {
            scanner.Next();
            if (!anchors.TryGetValue(token.Text, out var target))
            {
                throw new YamlTextException($"yaml: unknown anchor '{token.Text}' referenced");
            }
            return new YamlTreeNode(YamlTreeKind.Alias, "") { Text = token.Text, Target = target };
        }
        string? anchor = null;
        string? tag = null;
        while (true)
        {
            if (token.Kind == YamlTokenKind.Anchor && anchor is null)
            {
                anchor = scanner.Next().Text;
            }
            else if (token.Kind == YamlTokenKind.Tag && tag is null)
            {
                tag = Tag(scanner.Next(), start);
            }
            else
            {
                break;
            }
            token = scanner.Peek();
        }
        switch (token.Kind)
        {
            case YamlTokenKind.BlockEntry when indentless:
                return Indentless(Named(new YamlTreeNode(YamlTreeKind.Sequence, tag ?? ""), anchor));
            case YamlTokenKind.Scalar:
                scanner.Next();
                var plain = (tag is null && token.IsPlain) || tag == "!";
                return Named(new YamlTreeNode(YamlTreeKind.Scalar, tag == "!" ? "" : tag ?? "") { Text = token.Text, IsPlain = plain }, anchor);
            case YamlTokenKind.FlowSequenceStart:
                return FlowSequence(Named(new YamlTreeNode(YamlTreeKind.Sequence, tag ?? ""), anchor));
            case YamlTokenKind.FlowMappingStart:
                return FlowMapping(Named(new YamlTreeNode(YamlTreeKind.Mapping, tag ?? ""), anchor));
            case YamlTokenKind.BlockSequenceStart when block:
                return BlockSequence(Named(new YamlTreeNode(YamlTreeKind.Sequence, tag ?? ""), anchor));
            case YamlTokenKind.BlockMappingStart when block:
                return BlockMapping(Named(new YamlTreeNode(YamlTreeKind.Mapping, tag ?? ""), anchor));
        }
        if (anchor is not null || tag is not null)
        {
            return Named(new YamlTreeNode(YamlTreeKind.Scalar, tag == "!" ? "" : tag ?? "") { IsPlain = tag is null or "!" }, anchor);
        }
        throw Error(token.Start, start, "did not find expected node content");
    }

    private YamlTreeNode Named(YamlTreeNode node, string? anchor)
    {
        if (anchor is not null)
        {
            anchors[anchor] = node;
        }
        return node;
    }

    private string Tag(YamlToken token, YamlMark start)
    {
        if (token.Handle.Length == 0)
        {
            return token.Text;
        }
        return handles.TryGetValue(token.Handle, out var prefix)
            ? prefix + token.Text
            : throw Error(token.Start, start, "found undefined tag handle");
    }

    private YamlTreeNode Indentless(YamlTreeNode node)
    {
        while (scanner.Peek().Kind == YamlTokenKind.BlockEntry)
        {
            scanner.Next();
            var empty = scanner.Peek().Kind is YamlTokenKind.BlockEntry or YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd;
            node.Children.Add(empty ? Empty() : Node(block: true, indentless: false));
        }
        return node;
    }

    private YamlTreeNode BlockSequence(YamlTreeNode node)
    {
        var start = scanner.Next().Start;
        while (true)
        {
            var token = scanner.Peek();
            switch (token.Kind)
            {
                case YamlTokenKind.BlockEntry:
                    scanner.Next();
                    var empty = scanner.Peek().Kind is YamlTokenKind.BlockEntry or YamlTokenKind.BlockEnd;
                    node.Children.Add(empty ? Empty() : Node(block: true, indentless: false));
                    break;
                case YamlTokenKind.BlockEnd:
                    scanner.Next();
                    return node;
                default:
                    throw Error(token.Start, start, "did not find expected '-' indicator");
            }
        }
    }

    private YamlTreeNode BlockMapping(YamlTreeNode node)
    {
        var start = scanner.Next().Start;
        while (true)
        {
            var token = scanner.Peek();
            switch (token.Kind)
            {
                case YamlTokenKind.Key:
                    scanner.Next();
                    node.Children.Add(BlockPart());
                    if (scanner.Peek().Kind == YamlTokenKind.Value)
                    {
                        scanner.Next();
                        node.Children.Add(BlockPart());
                    }
                    else
                    {
                        node.Children.Add(Empty());
                    }
                    break;
                case YamlTokenKind.BlockEnd:
                    scanner.Next();
                    return node;
                default:
                    throw Error(token.Start, start, "did not find expected key");
            }
        }
    }

    private YamlTreeNode BlockPart() =>
        scanner.Peek().Kind is YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd ? Empty() : Node(block: true, indentless: true);

    private YamlTreeNode FlowSequence(YamlTreeNode node)
    {
        var start = scanner.Next().Start;
        var first = true;
        while (true)
        {
            var token = scanner.Peek();
            if (token.Kind == YamlTokenKind.FlowSequenceEnd)
            {
                scanner.Next();
                return node;
            }
            if (!first)
            {
                if (token.Kind != YamlTokenKind.FlowEntry)
                {
                    throw Error(token.Start, start, "did not find expected ',' or ']'");
                }
                scanner.Next();
                token = scanner.Peek();
            }
            first = false;
            if (token.Kind == YamlTokenKind.Key)
            {
                scanner.Next();
                node.Children.Add(SinglePair());
            }
            else if (token.Kind != YamlTokenKind.FlowSequenceEnd)
            {
                node.Children.Add(Node(block: false, indentless: false));
            }
        }
    }

    private YamlTreeNode SinglePair()
    {
        var pair = new YamlTreeNode(YamlTreeKind.Mapping, "");
        if (scanner.Peek().Kind is YamlTokenKind.Value or YamlTokenKind.FlowEntry or YamlTokenKind.FlowSequenceEnd)
        {
            scanner.Next();
            pair.Children.Add(Empty());
        }
        else
        {
            pair.Children.Add(Node(block: false, indentless: false));
        }
        if (scanner.Peek().Kind == YamlTokenKind.Value)
        {
            scanner.Next();
            if (scanner.Peek().Kind is not (YamlTokenKind.FlowEntry or YamlTokenKind.FlowSequenceEnd))
            {
                pair.Children.Add(Node(block: false, indentless: false));
                return pair;
            }
        }
        pair.Children.Add(Empty());
        return pair;
    }

    private YamlTreeNode FlowMapping(YamlTreeNode node)
    {
        var start = scanner.Next().Start;
        var first = true;
        while (true)
        {
            var token = scanner.Peek();
            if (token.Kind == YamlTokenKind.FlowMappingEnd)
            {
                scanner.Next();
                return node;
            }
            if (!first)
            {
                if (token.Kind != YamlTokenKind.FlowEntry)
                {
                    throw Error(token.Start, start, "did not find expected ',' or '}'");
                }
                scanner.Next();
                token = scanner.Peek();
            }
            first = false;
            if (token.Kind == YamlTokenKind.Key)
            {
                scanner.Next();
                var empty = scanner.Peek().Kind is YamlTokenKind.Value or YamlTokenKind.FlowEntry or YamlTokenKind.FlowMappingEnd;
                node.Children.Add(empty ? Empty() : Node(block: false, indentless: false));
                node.Children.Add(FlowValue());
            }
            else if (token.Kind != YamlTokenKind.FlowMappingEnd)
            {
                node.Children.Add(Node(block: false, indentless: false));
                node.Children.Add(Empty());
            }
        }
    }

    private YamlTreeNode FlowValue()
    {
        if (scanner.Peek().Kind == YamlTokenKind.Value)
        {
            scanner.Next();
            if (scanner.Peek().Kind is not (YamlTokenKind.FlowEntry or YamlTokenKind.FlowMappingEnd))
            {
                return Node(block: false, indentless: false);
            }
        }
        return Empty();
    }
}
