using System.Text;

namespace OptaPS.Helm.Schema;

/// <summary>One finding of a schema: where in the values, what, and the findings that led to it.</summary>
internal sealed record SchemaError(string Location, string Message, IReadOnlyList<SchemaError> Causes)
{
    /// <summary>Whether it says nothing itself and only holds several findings together.</summary>
    public bool IsGroup { get; init; }

    /// <summary>Writes the finding and its causes, one a line.</summary>
    public void Write(StringBuilder sb, int depth)
    {
        sb.Append(' ', depth * 2).Append("- at '").Append(Location.Replace("'", "\\'", StringComparison.Ordinal)).Append("': ").Append(Message).Append('\n');
        foreach (var cause in Causes)
        {
            cause.Write(sb, depth + 1);
        }
    }
}
