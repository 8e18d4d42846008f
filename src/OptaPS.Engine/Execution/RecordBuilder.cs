using System.Text.Json.Nodes;
using OptaPS.Engine.Graphs;
using OptaPS.Engine.Json;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Execution;

/// <summary>Makes records of nodes.</summary>
internal static class RecordBuilder
{
    /// <summary>The record with everything that the node says; identifier, status and outputs stay.</summary>
    internal static ResourceRecord Describe(ResourceRecord? record, ResourceNode node, NodeInputs inputs, ResourceTraits traits) =>
        (record ?? new ResourceRecord(node.Address, node.Type)) with
        {
            Type = node.Type,
            Desired = node.Origin?.Desired ?? node.Desired,
            Connection = inputs.Connection,
            Dependencies = node.Origin?.Dependencies ?? GraphInspector.DependenciesOf(node),
            SensitivePaths = inputs.SensitivePaths,
            SensitiveOutputs = [.. traits.SensitiveOutputs.Concat(inputs.SensitivePaths).Distinct(StringComparer.Ordinal)],
            HoldsData = node.HoldsData || traits.HoldsData,
        };

    /// <summary>True when writing <paramref name="next"/> would tell nothing new.</summary>
    internal static bool Same(ResourceRecord record, ResourceRecord next) =>
        record.Status == next.Status
        && record.Identifier == next.Identifier
        && record.HoldsData == next.HoldsData
        && record.Open is null
        && JsonEquality.Equal(record.Desired, next.Desired)
        && JsonEquality.Equal(record.Applied, next.Applied)
        && JsonEquality.Equal(record.Outputs, next.Outputs)
        && JsonEquality.Equal(record.Connection, next.Connection)
        && record.Dependencies.SequenceEqual(next.Dependencies, StringComparer.Ordinal)
        && record.SensitivePaths.SequenceEqual(next.SensitivePaths, StringComparer.Ordinal)
        && record.SensitiveOutputs.SequenceEqual(next.SensitiveOutputs, StringComparer.Ordinal);

    /// <summary>The open operation with the document that it is to bring about.</summary>
    internal static OpenOperation With(this OpenOperation open, JsonObject desired, IReadOnlyList<string> sensitivePaths) =>
        open with { Desired = desired, SensitivePaths = sensitivePaths };
}
