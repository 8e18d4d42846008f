using OptaPS.Configuration.Yaml;

namespace OptaPS.Configuration.Interpolation;

/// <summary>Finds where in the file the parts of a text stand, in the order in which they are asked for.</summary>
internal sealed class PartPlaces(SourceText source, ScalarNode node)
{
    private int line = node.Line;
    private int column = node.Column;

    /// <summary>Line and column of a part; the start of the text when escapes or folding hide it.</summary>
    public (int Line, int Column) Of(TextPart part)
    {
        for (var at = line; at <= Math.Max(node.Line, node.EndLine); at++)
        {
            var text = source.Line(at);
            var from = at == line ? column - 1 : 0;
            var index = from <= text.Length ? text.IndexOf(part.Source, Math.Max(0, from), StringComparison.Ordinal) : -1;
            if (index >= 0)
            {
                (line, column) = (at, index + part.Source.Length + 1);
                return (at, index + 1);
            }
        }

        return (node.Line, node.Column);
    }
}
