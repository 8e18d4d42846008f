using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Aws.CloudFormation;

/// <summary>A resource of a stack: its name in the template and what was made for it.</summary>
internal sealed record StackResource(string LogicalId, string Type, string PhysicalId, string Region, JsonObject Properties, DateTimeOffset Updated)
{
    /// <summary>Deletion policy Retain: the resource outlives its stack.</summary>
    public bool Retained { get; init; }
}
