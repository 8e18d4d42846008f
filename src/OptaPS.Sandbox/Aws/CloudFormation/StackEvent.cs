namespace OptaPS.Sandbox.Aws.CloudFormation;

/// <summary>One step in the life of a stack.</summary>
internal sealed record StackEvent(string Id, DateTimeOffset Time, string LogicalId, string PhysicalId, string ResourceType, string Status, string Reason);
