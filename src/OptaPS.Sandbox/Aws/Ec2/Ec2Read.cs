namespace OptaPS.Sandbox.Aws.Ec2;

/// <summary>How one Describe operation shows resources: answer member to property path, or to a fixed text after an equals sign.</summary>
internal sealed record Ec2Read(string Operation, string Type, string IdParameter, string IdProperty, string SetName, string NotFound, string Noun, IReadOnlyDictionary<string, string> Members);
