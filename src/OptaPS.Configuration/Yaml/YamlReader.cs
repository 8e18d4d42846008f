using OptaPS.Configuration.Reporting;
using OptaPS.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OptaPS.Configuration.Yaml;

/// <summary>
/// Turns the parser's events into nodes with positions. Work and memory are bounded by <see cref="YamlLimits"/>: aliased nodes are shared
/// and counted as if they were copied. Duplicate keys, tags and merge keys are reported and reading goes on; broken syntax ends the file.
/// </summary>
internal sealed class YamlReader
{
    private readonly SourceText source;
    private readonly FindingBag findings;
    private readonly IParser parser;
    private readonly Dictionary<string, SourceNode?> anchors = new(StringComparer.Ordinal);
    private long total;
    private int depth;

    private YamlReader(SourceText source, FindingBag findings)
    {
        this.source = source;
        this.findings = findings;
        parser = new Parser(new StringReader(source.Text));
    }

    /// <summary>Reads the one document of <paramref name="source"/>; null when it could not be read to its end or is empty.</summary>
    public static SourceNode? Read(SourceText source, FindingBag findings)
    {
        var reader = new YamlReader(source, findings);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlStopException)
        {
            return null;
        }
        catch (YamlException exception)
        {
            reader.ReportSyntax((int)exception.Start.Line, (int)exception.Start.Column, exception.Message);
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException or IndexOutOfRangeException or OverflowException or NullReferenceException)
        {
            // The scanner fails in these ways on some malformed texts; its last position is the best that is known.
            reader.ReportSyntax((int)(reader.parser.Current?.End.Line ?? 1), (int)(reader.parser.Current?.End.Column ?? 1), "the text is malformed here or shortly after");
            return null;
        }
    }

    private SourceNode? ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out var _))
        {
            findings.Error(Codes.Empty, source, 1, 1, "The file is empty.", allowed: "a map with at least 'name' and 'modules'");
            return null;
        }

        var root = ReadNode();
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second))
        {
            findings.Error(Codes.SeveralDocuments, source, (int)second.Start.Line, (int)second.Start.Column, "The file holds more than one YAML document.", allowed: "one document");
        }

        return root;
    }

    private SourceNode ReadNode()
    {
        var current = parser.Consume<ParsingEvent>();
        Count(1, current);
        switch (current)
        {
            case AnchorAlias alias:
                return ReadAlias(alias);
            case Scalar scalar:
                CheckTag(scalar.Tag, scalar);
                return Register(scalar, MakeScalar(scalar));
            case MappingStart start:
                CheckTag(start.Tag, start);
                return Nested(start, () => ReadMapping(start));
            case SequenceStart start:
                CheckTag(start.Tag, start);
                return Nested(start, () => ReadSequence(start));
            default:
                throw Stop(Codes.Syntax, current, "A value was expected here.", "a value");
        }
    }

    private SourceNode Nested(NodeEvent start, Func<SourceNode> read)
    {
        if (++depth > YamlLimits.Depth)
        {
            throw Stop(Codes.TooDeep, start, $"Maps and lists are nested more than {YamlLimits.Depth} levels deep.", $"at most {YamlLimits.Depth} levels");
        }

        if (!start.Anchor.IsEmpty)
        {
            anchors[start.Anchor.Value] = null;
        }

        var node = read();
        depth--;
        return Register(start, node);
    }

    private MappingNode ReadMapping(MappingStart start)
    {
        var node = new MappingNode((int)start.Start.Line, (int)start.Start.Column);
        var merges = new List<(ScalarNode Key, SourceNode Value)>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var before = parser.Current;
            if (ReadNode() is not ScalarNode key)
            {
                findings.Error(Codes.UnsupportedYaml, source, (int)(before?.Start.Line ?? 1), (int)(before?.Start.Column ?? 1), "A key of a map must be a single value.", allowed: "text");
                ReadNode();
                continue;
            }

            if (start.Style != MappingStyle.Flow)
            {
                CheckIndentation(key);
            }

            var value = ReadNode();
            if (key is { IsPlain: true, Text: "<<" })
            {
                merges.Add((key, value));
            }
            else if (!node.TryAdd(new MappingEntry(key, value)))
            {
                var first = node.Find(key.Text)!.Key;
                findings.Error(Codes.DuplicateKey, source, key, $"The key {Quote.Of(key.Text)} is written twice; the first is in line {first.Line}.", remedy: "Remove one of the two.");
            }
        }

        MergeKeys.Apply(node, merges, source, findings);
        CheckWeight(node);
        return node;
    }

    private SequenceNode ReadSequence(SequenceStart start)
    {
        var node = new SequenceNode((int)start.Start.Line, (int)start.Start.Column);
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            node.Add(ReadNode());
        }

        CheckWeight(node);
        return node;
    }

    private SourceNode ReadAlias(AnchorAlias alias)
    {
        if (!anchors.TryGetValue(alias.Value.Value, out var node))
        {
            throw Stop(Codes.Alias, alias, $"The alias {Quote.Of("*" + alias.Value.Value)} has no anchor before it.", "an anchor written earlier", NearestName.Of(alias.Value.Value, anchors.Keys));
        }

        if (node is null)
        {
            throw Stop(Codes.Alias, alias, $"The alias {Quote.Of("*" + alias.Value.Value)} is inside the value it stands for.", "an anchor of a finished value");
        }

        Count(node.Weight, alias);
        return node;
    }

    // Counts what is read and what aliases and merge keys add to it.
    private void Count(long nodes, ParsingEvent at)
    {
        total += nodes;
        if (total > YamlLimits.Nodes)
        {
            throw Stop(Codes.AliasBomb, at, $"The file holds more than {YamlLimits.Nodes} values, those of aliases included.", "fewer values");
        }
    }

    private void CheckWeight(SourceNode node)
    {
        if (node.Weight > YamlLimits.Nodes)
        {
            findings.Error(Codes.AliasBomb, source, node, $"With its aliases expanded the file holds more than {YamlLimits.Nodes} values.", allowed: $"at most {YamlLimits.Nodes} values");
            throw new YamlStopException();
        }
    }

    private void CheckTag(TagName tag, ParsingEvent at)
    {
        if (!tag.IsEmpty && !tag.IsNonSpecific && !CoreSchema.IsKnownTag(tag.Value))
        {
            findings.Error(Codes.UnsupportedYaml, source, (int)at.Start.Line, (int)at.Start.Column, $"The tag {Quote.Of(tag.Value)} is not known.", allowed: "!!str, !!int, !!float, !!bool, !!null, !!map, !!seq");
        }
    }

    private SourceNode Register(NodeEvent start, SourceNode node)
    {
        if (!start.Anchor.IsEmpty)
        {
            anchors[start.Anchor.Value] = node;
        }

        return node;
    }

    private static ScalarNode MakeScalar(Scalar scalar) => new(
        scalar.Value,
        scalar.Style == ScalarStyle.Plain,
        scalar.Tag.IsEmpty ? null : scalar.Tag.IsNonSpecific ? "!" : scalar.Tag.Value,
        (int)scalar.Start.Line,
        (int)scalar.Start.Column,
        (int)scalar.End.Line,
        (int)scalar.End.Column);

    private YamlStopException Stop(string code, ParsingEvent at, string message, string allowed, string? nearest = null)
    {
        findings.Error(code, source, (int)at.Start.Line, (int)at.Start.Column, message, allowed, nearest);
        return new YamlStopException();
    }

    private void ReportSyntax(int line, int column, string message)
    {
        var tabLine = message.Contains("tab", StringComparison.OrdinalIgnoreCase) || LeadingTab(source.Line(line)) > 0 ? source.FindLine(text => LeadingTab(text) > 0) : 0;
        if (tabLine > 0)
        {
            findings.Error(Codes.Tab, source, tabLine, LeadingTab(source.Line(tabLine)), "A tab is used for indentation.", allowed: "spaces", remedy: "Replace each tab by spaces.");
            return;
        }

        findings.Error(Codes.Syntax, source, line, column, "The YAML cannot be read: " + SyntaxText.Of(message), remedy: "Check quotes, brackets and indentation in this line and the one before.");
    }

    // The parser lets some tabs before keys pass; what they mean depends on the reader, so they are refused.
    private void CheckIndentation(ScalarNode key)
    {
        var tab = LeadingTab(source.Line(key.Line));
        if (tab > 0 && tab < key.Column && source.Line(key.Line).AsSpan(0, key.Column - 1).IsWhiteSpace())
        {
            findings.Error(Codes.Tab, source, key.Line, tab, "A tab is used for indentation.", allowed: "spaces", remedy: "Replace each tab by spaces.");
            throw new YamlStopException();
        }
    }

    // The column of the first tab before any other character, or 0.
    private static int LeadingTab(string line) => line.AsSpan(0, line.Length - line.AsSpan().TrimStart(" \t").Length).IndexOf('\t') + 1;
}
