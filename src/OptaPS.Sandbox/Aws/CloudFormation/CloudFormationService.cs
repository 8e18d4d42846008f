using System.Text.Json.Nodes;
using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.CloudFormation;

/// <summary>CloudFormation, Query of 2010-05-15: stacks of templates in JSON or YAML, with their resources and events, and the types that are served.</summary>
internal sealed class CloudFormationService(CloudWorld world, Provisioner provisioner, StackBook book) : IAwsService
{
    private static readonly XNamespace Space = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

    public string Name => "cloudformation";

    public AwsErrorFormat ErrorFormat => AwsErrorFormat.Query;

    public void Identify(AwsCall call)
    {
        call.Operation = call.Optional("Action") ?? "";
        call.Mutating = call.Operation is "CreateStack" or "UpdateStack" or "DeleteStack";
        call.ResourceType = StackBehaviour.Type;
        call.Identifier = call.Optional("StackName") ?? "";
        call.Token = call.Optional("ClientRequestToken") ?? "";
    }

    public async Task<AwsReply> InvokeAsync(AwsCall call, CancellationToken ct)
    {
        _ = call.Caller;
        switch (call.Operation)
        {
            case "CreateStack":
                return await CreateAsync(call);
            case "UpdateStack":
                return await UpdateAsync(call);
            case "DeleteStack":
                return await DeleteAsync(call);
            case "DescribeStacks":
                var stacks = call.Optional("StackName") is { } wanted ? [Find(call, wanted)] : world.All(StackBehaviour.Type, call.Region);
                return QueryReply.Of(call, Space, QueryReply.List(Space, "Stacks", "member", stacks.Select(Write)));
            case "ListStacks":
                return QueryReply.Of(call, Space, QueryReply.List(Space, "StackSummaries", "member", world.All(StackBehaviour.Type, call.Region).Select(Summary)));
            case "DescribeStackEvents":
                var id = EventsId(call, call.Required("StackName"));
                return QueryReply.Of(call, Space, QueryReply.List(Space, "StackEvents", "member", book.EventsOf(id).Select(e => Event(id, e))));
            case "DescribeStackResources" or "ListStackResources":
                var stack = Find(call, call.Required("StackName"));
                return QueryReply.Of(call, Space, QueryReply.List(Space, call.Operation == "ListStackResources" ? "StackResourceSummaries" : "StackResources", "member", book.ResourcesOf(stack.Identifier).Select(r => Resource(stack, r, call.Operation == "ListStackResources"))));
            case "GetTemplate":
                var body = Find(call, call.Required("StackName")).Model["TemplateBody"];
                return QueryReply.Of(call, Space, new XElement(Space + "TemplateBody", body is JsonValue text ? text.ToString() : body?.ToJsonString()), new XElement(Space + "StagesAvailable", new XElement(Space + "member", "Original")));
            case "ValidateTemplate":
                return Validate(call);
            case "DescribeType":
                return Type(call);
            default:
                throw QueryReply.Unknown(call);
        }
    }

    private async Task<AwsReply> CreateAsync(AwsCall call)
    {
        var name = call.Required("StackName");
        if (world.All(StackBehaviour.Type, call.Region).Any(s => s.Text("StackName") == name))
        {
            throw AwsException.BadRequest("AlreadyExistsException", $"Stack [{name}] already exists");
        }

        var model = new JsonObject { ["StackName"] = name, ["TemplateBody"] = call.Optional("TemplateBody") ?? throw Invalid("Either Template URL or Template Body must be specified.") };
        ReadOptions(call, model);
        var operation = await StartAsync(call, ProvisioningRequest.Create, "", model);
        return QueryReply.Of(call, Space, new XElement(Space + "StackId", operation.Identifier));
    }

    private async Task<AwsReply> UpdateAsync(AwsCall call)
    {
        var stack = Find(call, call.Required("StackName"));
        var changes = new JsonObject();
        if (call.Optional("TemplateBody") is { } body)
        {
            changes["TemplateBody"] = body;
        }

        ReadOptions(call, changes);
        if (changes.All(c => JsonNode.DeepEquals(stack.Model[c.Key], c.Value)))
        {
            throw Invalid("No updates are to be performed.");
        }

        await StartAsync(call, ProvisioningRequest.Update, stack.Identifier, new JsonArray([.. changes.Select(c => (JsonNode)new JsonObject { ["op"] = "add", ["path"] = "/" + c.Key, ["value"] = c.Value?.DeepClone() })]));
        return QueryReply.Of(call, Space, new XElement(Space + "StackId", stack.Identifier));
    }

    private async Task<AwsReply> DeleteAsync(AwsCall call)
    {
        var name = call.Required("StackName");
        if (world.All(StackBehaviour.Type, call.Region).FirstOrDefault(s => s.Identifier == name || s.Text("StackName") == name) is { State: not ResourceState.Deleting } stack)
        {
            await StartAsync(call, ProvisioningRequest.Delete, stack.Identifier, null);
        }

        return AwsReply.Xml(new XElement(Space + "DeleteStackResponse", new XElement(Space + "ResponseMetadata", new XElement(Space + "RequestId", call.RequestId))));
    }

    private async Task<CloudOperation> StartAsync(AwsCall call, string operation, string identifier, JsonNode? content)
    {
        var (started, isNew) = await provisioner.AcceptAsync(new ProvisioningRequest(
            world.Catalog.Find(StackBehaviour.Type)!, operation, identifier, content, call.Token.Length > 0 ? "cloudformation:" + call.Token : Guid.NewGuid().ToString("D"), call.Region, call.RequestId, call.Caller.Arn));
        if (started.Refused)
        {
            throw started.Message.StartsWith("Requires capabilities", StringComparison.Ordinal) ? AwsException.BadRequest("InsufficientCapabilitiesException", started.Message) : Invalid(started.Message);
        }

        call.Effect = isNew;
        return started;
    }

    private static void ReadOptions(AwsCall call, JsonObject model)
    {
        if (call.List("Capabilities.member") is { Count: > 0 } capabilities)
        {
            model["Capabilities"] = new JsonArray([.. capabilities.Select(c => (JsonNode)c)]);
        }

        var parameters = new JsonObject();
        for (var i = 1; call.Optional($"Parameters.member.{i}.ParameterKey") is { } key; i++)
        {
            parameters[key] = call.Optional($"Parameters.member.{i}.ParameterValue") ?? "";
        }

        if (parameters.Count > 0)
        {
            model["Parameters"] = parameters;
        }

        var tags = new JsonArray();
        for (var i = 1; call.Optional($"Tags.member.{i}.Key") is { } key; i++)
        {
            tags.Add(new JsonObject { ["Key"] = key, ["Value"] = call.Optional($"Tags.member.{i}.Value") ?? "" });
        }

        if (tags.Count > 0)
        {
            model["Tags"] = tags;
        }

        if (call.Optional("EnableTerminationProtection") is { } protect)
        {
            model["EnableTerminationProtection"] = protect == "true";
        }

        if (call.Optional("DisableRollback") is { } disable)
        {
            model["DisableRollback"] = disable == "true";
        }
    }

    private AwsReply Validate(AwsCall call)
    {
        try
        {
            var template = StackTemplate.Read(call.Required("TemplateBody"));
            template.Order();
            return QueryReply.Of(call, Space, QueryReply.List(Space, "Parameters", "member", template.Parameters.Select(p => new object?[] { new XElement(Space + "ParameterKey", p.Key), QueryReply.Text(Space, "DefaultValue", p.Value?["Default"]?.ToString()), new XElement(Space + "NoEcho", "false") })));
        }
        catch (HandlerFailure failure)
        {
            throw Invalid(failure.Message);
        }
    }

    private AwsReply Type(AwsCall call)
    {
        var name = call.Required("TypeName");
        var schema = world.Catalog.Find(name) ?? throw AwsException.NotFound("TypeNotFoundException", $"The type '{name}' cannot be found.");
        var kind = !schema.Supports('C') ? "NON_PROVISIONABLE" : schema.Supports('U') ? "FULLY_MUTABLE" : "IMMUTABLE";
        return QueryReply.Of(call, Space, new XElement(Space + "TypeName", name), new XElement(Space + "Type", "RESOURCE"), new XElement(Space + "ProvisioningType", kind), new XElement(Space + "Visibility", "PUBLIC"), new XElement(Space + "DeprecatedStatus", "LIVE"));
    }

    private CloudResource Find(AwsCall call, string name) =>
        world.All(StackBehaviour.Type, call.Region).FirstOrDefault(s => s.Identifier == name || s.Text("StackName") == name)
        ?? throw Invalid($"Stack with id {name} does not exist");

    // Events of a stack that is gone are found by its identifier only.
    private string EventsId(AwsCall call, string name) => book.EventsOf(name).Count > 0 ? name
        : world.All(StackBehaviour.Type, call.Region).FirstOrDefault(s => s.Text("StackName") == name)?.Identifier ?? throw Invalid($"Stack [{name}] does not exist");

    private static IEnumerable<object?> Write(CloudResource s) =>
    [
        new XElement(Space + "StackId", s.Identifier),
        new XElement(Space + "StackName", s.Text("StackName")),
        new XElement(Space + "CreationTime", QueryReply.Time(s.Created)),
        QueryReply.Text(Space, "LastUpdatedTime", s.Text("LastUpdateTime")),
        new XElement(Space + "StackStatus", Status(s)),
        QueryReply.Text(Space, "StackStatusReason", s.Text("StackStatusReason")),
        new XElement(Space + "DisableRollback", s.Text("DisableRollback") == "true" ? "true" : "false"),
        new XElement(Space + "EnableTerminationProtection", s.Text("EnableTerminationProtection") == "true" ? "true" : "false"),
        new XElement(Space + "Capabilities", PropertyPath.Values(s.Model, "Capabilities/*").Select(c => new XElement(Space + "member", c))),
        new XElement(Space + "Parameters", (s.Model["Parameters"] as JsonObject ?? []).Select(p => new XElement(Space + "member", new XElement(Space + "ParameterKey", p.Key), new XElement(Space + "ParameterValue", p.Value?.ToString())))),
        new XElement(Space + "Outputs", (s.Model["Outputs"] as JsonArray ?? []).Select(o => new XElement(Space + "member", new XElement(Space + "OutputKey", o!["OutputKey"]!.ToString()), new XElement(Space + "OutputValue", o["OutputValue"]!.ToString())))),
        new XElement(Space + "Tags", (s.Model["Tags"] as JsonArray ?? []).Select(t => new XElement(Space + "member", new XElement(Space + "Key", t!["Key"]!.ToString()), new XElement(Space + "Value", t["Value"]!.ToString()))))
    ];

    private static IEnumerable<object?> Summary(CloudResource s) =>
    [
        new XElement(Space + "StackId", s.Identifier),
        new XElement(Space + "StackName", s.Text("StackName")),
        new XElement(Space + "CreationTime", QueryReply.Time(s.Created)),
        new XElement(Space + "StackStatus", Status(s))
    ];

    private static IEnumerable<object?> Event(string stackId, StackEvent e) =>
    [
        new XElement(Space + "EventId", e.Id),
        new XElement(Space + "StackId", stackId),
        new XElement(Space + "StackName", stackId.Split('/')[1]),
        new XElement(Space + "LogicalResourceId", e.LogicalId),
        QueryReply.Text(Space, "PhysicalResourceId", e.PhysicalId),
        new XElement(Space + "ResourceType", e.ResourceType),
        new XElement(Space + "Timestamp", QueryReply.Time(e.Time)),
        new XElement(Space + "ResourceStatus", e.Status),
        QueryReply.Text(Space, "ResourceStatusReason", e.Reason)
    ];

    private static IEnumerable<object?> Resource(CloudResource stack, StackResource r, bool summary) =>
    [
        summary ? null : new XElement(Space + "StackId", stack.Identifier),
        summary ? null : new XElement(Space + "StackName", stack.Text("StackName")),
        new XElement(Space + "LogicalResourceId", r.LogicalId),
        new XElement(Space + "PhysicalResourceId", r.PhysicalId),
        new XElement(Space + "ResourceType", r.Type),
        new XElement(Space + (summary ? "LastUpdatedTimestamp" : "Timestamp"), QueryReply.Time(r.Updated)),
        new XElement(Space + "ResourceStatus", "CREATE_COMPLETE")
    ];

    private static string Status(CloudResource s) => s.State switch
    {
        ResourceState.Creating => "CREATE_IN_PROGRESS",
        ResourceState.Deleting => "DELETE_IN_PROGRESS",
        _ => s.Text("StackStatus")
    };

    private static AwsException Invalid(string text) => AwsException.BadRequest("ValidationError", text);
}
