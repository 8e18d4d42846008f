using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.CloudFormation;

/// <summary>What the functions of a template mean while its stack is carried out.</summary>
internal sealed class StackScope(CloudWorld world, CloudResource stack, IReadOnlyList<StackResource> made)
{
    private readonly List<StackResource> _resources = [.. made];
    private readonly JsonObject _parameters = Defaults(stack);

    public IReadOnlyList<StackResource> Resources => _resources;

    public string Region { get; } = stack.Region == CloudWorld.GlobalRegion ? stack.Identifier.Split(':')[3] : stack.Region;

    public IReadOnlyList<(string Key, string Value, string? Description)> Outputs { get; set; } = [];

    public StackResource? Find(string logicalId) => _resources.Find(r => r.LogicalId == logicalId);

    public void Set(StackResource resource)
    {
        var at = _resources.FindIndex(r => r.LogicalId == resource.LogicalId);
        if (at < 0)
        {
            _resources.Add(resource);
        }
        else
        {
            _resources[at] = resource;
        }
    }

    public void Remove(StackResource resource) => _resources.Remove(resource);

    /// <exception cref="HandlerFailure">Nothing has the name.</exception>
    public JsonNode? Reference(string name) => name switch
    {
        "AWS::Region" => Region,
        "AWS::AccountId" => world.Account,
        "AWS::Partition" => "aws",
        "AWS::URLSuffix" => "amazonaws.com",
        "AWS::StackName" => stack.Text("StackName"),
        "AWS::StackId" => stack.Identifier,
        "AWS::NoValue" => null,
        _ => _parameters[name]?.DeepClone() ?? (Find(name) is { } resource ? (JsonNode)resource.PhysicalId : throw Unresolved(name))
    };

    /// <exception cref="HandlerFailure">The resource has no such attribute.</exception>
    public JsonNode? Attribute(string name, string member)
    {
        var resource = Find(name) ?? throw Unresolved(name);
        var path = member.Replace('.', '/');
        return PropertyPath.Values(world.Find(resource.Type, resource.Region, resource.PhysicalId)?.Model, path).FirstOrDefault()
            ?? throw new HandlerFailure("InvalidRequest", $"Template error: resource {name} does not support attribute type {member} in Fn::GetAtt");
    }

    private static JsonObject Defaults(CloudResource stack)
    {
        var values = new JsonObject();
        foreach (var (name, definition) in StackTemplate.Read(stack.Model["TemplateBody"]).Parameters)
        {
            values[name] = (stack.Model["Parameters"]?[name] ?? definition?["Default"])?.DeepClone();
        }

        return values;
    }

    private static HandlerFailure Unresolved(string name) => new("InvalidRequest", $"Template format error: Unresolved resource dependencies [{name}] in the Resources block of the template");
}
