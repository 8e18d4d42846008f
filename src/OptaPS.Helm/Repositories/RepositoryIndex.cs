using OptaPS.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlException = YamlDotNet.Core.YamlException;
using Parser = YamlDotNet.Core.Parser;

namespace OptaPS.Helm.Repositories;

/// <summary>Reads <c>index.yaml</c> of HTTP repositories event by event: indexes are large, and only one chart of them is wanted.</summary>
internal static class RepositoryIndex
{
    /// <summary>The versions of one chart, in the index's order; and all names, to suggest one.</summary>
    /// <exception cref="OptaException">OPTA5569: it is no index.</exception>
    public static (IReadOnlyList<IndexEntry> Versions, IReadOnlyList<string> Names) Read(byte[] text, string chart, string repository)
    {
        try
        {
            var parser = new Parser(new StreamReader(new MemoryStream(text)));
            parser.Consume<StreamStart>();
            parser.Consume<DocumentStart>();
            parser.Consume<MappingStart>();
            var versions = new List<IndexEntry>();
            var names = new List<string>();
            var found = false;
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                if (parser.Consume<Scalar>().Value != "entries" || !parser.TryConsume<MappingStart>(out _))
                {
                    parser.SkipThisAndNestedEvents();
                    continue;
                }

                found = true;
                ReadEntries(parser, chart, versions, names);
            }

            return found ? (versions, names) : throw new YamlException("The member 'entries' is missing.");
        }
        catch (YamlException e)
        {
            throw new OptaException(
                new Diagnostic("OPTA5569", Severity.Error, $"{repository} does not give a repository index.")
                {
                    Cause = e.Message,
                    Remedy = "Check the repository's address: <address>/index.yaml must be the index of a chart repository.",
                    Category = DiagnosticCategory.InvalidData,
                },
                e);
        }
    }

    private static void ReadEntries(Parser parser, string chart, List<IndexEntry> versions, List<string> names)
    {
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var name = parser.Consume<Scalar>().Value;
            names.Add(name);
            if (name != chart || !parser.TryConsume<SequenceStart>(out _))
            {
                parser.SkipThisAndNestedEvents();
                continue;
            }

            while (!parser.TryConsume<SequenceEnd>(out _))
                versions.Add(ReadEntry(parser));
        }
    }

    private static IndexEntry ReadEntry(Parser parser)
    {
        parser.Consume<MappingStart>();
        var version = "";
        string? digest = null;
        var urls = new List<string>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            switch (parser.Consume<Scalar>().Value)
            {
                case "version":
                    version = parser.Consume<Scalar>().Value;
                    break;
                case "digest":
                    digest = parser.Consume<Scalar>().Value;
                    break;
                case "urls" when parser.TryConsume<SequenceStart>(out _):
                    while (!parser.TryConsume<SequenceEnd>(out _))
                        urls.Add(parser.Consume<Scalar>().Value);
                    break;
                default:
                    parser.SkipThisAndNestedEvents();
                    break;
            }
        }

        return new IndexEntry(version, urls, digest is { Length: > 0 } ? digest : null);
    }
}
