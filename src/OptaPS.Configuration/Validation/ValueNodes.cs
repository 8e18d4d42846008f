using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;

namespace OptaPS.Configuration.Validation;

/// <summary>Gives a value that came from a variable the form of nodes at the place where the variable is used.</summary>
internal static class ValueNodes
{
    public static SourceNode Of(ConfigValue value, ScalarNode at)
    {
        switch (value)
        {
            case ConfigList list:
                var sequence = new SequenceNode(at.Line, at.Column);
                foreach (var item in list.Items)
                {
                    sequence.Add(Of(item, at));
                }

                return sequence;
            case ConfigMap map:
                var mapping = new MappingNode(at.Line, at.Column);
                foreach (var entry in map.Entries)
                {
                    mapping.TryAdd(new MappingEntry(Scalar(entry.Key, false, at), Of(entry.Value, at)));
                }

                return mapping;
            case ConfigScalar scalar:
                return Scalar(scalar.Kind == ScalarKind.Text ? Escape(scalar.Text) : scalar.Text, scalar.Kind != ScalarKind.Text, at);
            default:
                return Scalar(string.Empty, true, at);
        }
    }

    // Values of variables are never interpolated again.
    private static string Escape(string text) =>
        text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    private static ScalarNode Scalar(string text, bool plain, ScalarNode at) => new(text, plain, null, at.Line, at.Column, at.Line, at.Column);
}
