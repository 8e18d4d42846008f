using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.Schemas;
using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.Faults;
using OptaPS.Sandbox.Hosting;

namespace OptaPS.Sandbox.Aws.CloudControl;

/// <summary>The Cloud Control API, JSON 1.0 of 2021-09-30.</summary>
internal sealed class CloudControlService(CloudWorld world, OperationBook book, Provisioner provisioner, OperationClock operations, FaultRules faults, SandboxClock clock) : IAwsService
{
    private const int LongestModel = 262_144;
    private const string Target = "CloudApiService.";

    public string Name => "cloudcontrolapi";

    public AwsErrorFormat ErrorFormat => AwsErrorFormat.Json;

    public void Identify(AwsCall call)
    {
        var target = call.Header("X-Amz-Target") ?? "";
        call.Operation = target.StartsWith(Target, StringComparison.Ordinal) ? target[Target.Length..] : target;
        call.Mutating = call.Operation is "CreateResource" or "UpdateResource" or "DeleteResource" or "CancelResourceRequest";
        try
        {
            if (!call.Body.IsEmpty && JsonNode.Parse(call.Body.Span) is JsonObject body)
            {
                call.ResourceType = body["TypeName"]?.ToString() ?? "";
                call.Identifier = body["Identifier"]?.ToString() ?? body["RequestToken"]?.ToString() ?? "";
                call.Token = body["ClientToken"]?.ToString() ?? "";
            }
        }
        catch (JsonException)
        {
            // The operation itself will refuse the body.
        }
    }

    public async Task<AwsReply> InvokeAsync(AwsCall call, CancellationToken ct)
    {
        _ = call.Caller;
        var body = call.Json();
        return call.Operation switch
        {
            "CreateResource" => await CreateAsync(call, body),
            "UpdateResource" => await UpdateAsync(call, body),
            "DeleteResource" => await DeleteAsync(call, body),
            "GetResource" => Get(call, body),
            "ListResources" => List(call, body),
            "GetResourceRequestStatus" => AwsReply.Json(new JsonObject { ["ProgressEvent"] = Progress(FindRequest(body)) }),
            "ListResourceRequests" => ListRequests(body),
            "CancelResourceRequest" => await CancelAsync(call, body),
            _ => throw AwsException.BadRequest("UnknownOperationException", $"The operation '{call.Operation}' is not known.")
        };
    }

    private async Task<AwsReply> CreateAsync(AwsCall call, JsonObject body)
    {
        var schema = Schema(body, 'C', "CREATE");
        if (ParseModel(Text(body, "DesiredState"), "DesiredState") is not JsonObject model)
        {
            throw Invalid("DesiredState must be a JSON object");
        }

        var findings = ModelValidator.Validate(schema, model);
        return findings.Count > 0
            ? throw Invalid($"Model validation failed ({string.Join("\n", findings)})")
            : await AcceptAsync(call, body, new ProvisioningRequest(schema, ProvisioningRequest.Create, "", model, ClientToken(body), call.Region, call.RequestId, call.Caller.EntryArn));
    }

    private async Task<AwsReply> UpdateAsync(AwsCall call, JsonObject body)
    {
        var schema = Schema(body, 'U', "UPDATE");
        if (ParseModel(Text(body, "PatchDocument"), "PatchDocument") is not JsonArray { Count: > 0 } patch)
        {
            throw Invalid("PatchDocument must be a JSON array of at least one operation");
        }

        return await AcceptAsync(call, body, new ProvisioningRequest(schema, ProvisioningRequest.Update, Identifier(schema, body), patch, ClientToken(body), call.Region, call.RequestId, call.Caller.EntryArn));
    }

    private async Task<AwsReply> DeleteAsync(AwsCall call, JsonObject body)
    {
        var schema = Schema(body, 'D', "DELETE");
        return await AcceptAsync(call, body, new ProvisioningRequest(schema, ProvisioningRequest.Delete, Identifier(schema, body), null, ClientToken(body), call.Region, call.RequestId, call.Caller.EntryArn));
    }

    private async Task<AwsReply> AcceptAsync(AwsCall call, JsonObject body, ProvisioningRequest request)
    {
        var (operation, started) = await provisioner.AcceptAsync(request);
        call.Effect = started && !operation.Refused;
        call.Identifier = operation.Identifier;
        return AwsReply.Json(new JsonObject { ["ProgressEvent"] = Progress(operation) });
    }

    private AwsReply Get(AwsCall call, JsonObject body)
    {
        var schema = Schema(body, 'R', "READ");
        var identifier = Identifier(schema, body);
        if (world.Find(schema.Name, call.Region, identifier) is not { } resource || IsHidden(call, resource))
        {
            throw Provisioner.NotFound(schema, identifier);
        }

        return AwsReply.Json(new JsonObject { ["TypeName"] = schema.Name, ["ResourceDescription"] = Describe(schema, resource) });
    }

    private AwsReply List(AwsCall call, JsonObject body)
    {
        var schema = Schema(body, 'L', "LIST");
        var model = body["ResourceModel"] is { } text ? ParseModel(text.ToString(), "ResourceModel") as JsonObject : null;
        var needed = schema.Handlers.ListNeeds;
        if (needed is not null && model?[needed] is null)
        {
            throw AwsException.BadRequest("InvalidRequestException", $"Missing or invalid ResourceModel property in {schema.Name} list handler request input.Required property:  [{needed}]");
        }

        var resources = world.All(schema.Name, call.Region)
            .Where(r => !IsHidden(call, r) && (needed is null || r.Text(needed) == model![needed]!.ToString()))
            .ToList();
        return Page(body, resources, 100, "ResourceDescriptions", r => schema.Handlers.ListsWhole ? Describe(schema, r) : Identify(schema, r), schema.Name);
    }

    private AwsReply ListRequests(JsonObject body)
    {
        var filter = body["ResourceRequestStatusFilter"];
        var kinds = filter?["Operations"]?.AsArray().Select(o => (string)o!).ToList();
        var statuses = filter?["OperationStatuses"]?.AsArray().Select(o => (string)o!).ToList();
        List<CloudOperation> found;
        lock (world.Gate)
        {
            found = [.. book.All.Where(o => kinds?.Contains(o.Operation, StringComparer.Ordinal) != false && statuses?.Contains(o.Status, StringComparer.Ordinal) != false).OrderByDescending(o => o.Started)];
        }

        return Page(body, found, 20, "ResourceRequestStatusSummaries", Progress, null);
    }

    private async Task<AwsReply> CancelAsync(AwsCall call, JsonObject body)
    {
        var operation = FindRequest(body);
        if (OperationStatus.IsTerminal(operation.Status))
        {
            throw AwsException.BadRequest("ValidationException", $"The resource request with token '{operation.Token}' is in state {operation.Status} and cannot be canceled.");
        }

        call.Effect = true;
        return AwsReply.Json(new JsonObject { ["ProgressEvent"] = Progress(await operations.CancelAsync(operation)) });
    }

    private CloudOperation FindRequest(JsonObject body)
    {
        var token = Text(body, "RequestToken");
        lock (world.Gate)
        {
            return book.Find(token, clock.Now) ?? throw AwsException.BadRequest("RequestTokenNotFoundException", $"Request with token {token} was not found.");
        }
    }

    private JsonObject Progress(CloudOperation operation)
    {
        var progress = new JsonObject
        {
            ["TypeName"] = operation.Type,
            ["RequestToken"] = operation.Token,
            ["Operation"] = operation.Operation,
            ["OperationStatus"] = operation.Status,
            ["EventTime"] = operation.Started.ToUnixTimeMilliseconds() / 1000.0
        };
        if (operation.Identifier.Length > 0)
        {
            progress["Identifier"] = operation.Identifier;
        }

        if (operation.Status == OperationStatus.Failed)
        {
            progress["ErrorCode"] = operation.ErrorCode;
        }

        if (OperationStatus.IsTerminal(operation.Status))
        {
            if (operation.Message.Length > 0)
            {
                progress["StatusMessage"] = operation.Message;
            }
        }
        else
        {
            var now = clock.Now;
            var left = operation.Due - now;
            var ask = now + (left < TimeSpan.Zero ? TimeSpan.FromMilliseconds(50) : left < clock.Real(TimeSpan.FromSeconds(30)) ? left : clock.Real(TimeSpan.FromSeconds(30)));
            progress["RetryAfter"] = ask.ToUnixTimeMilliseconds() / 1000.0;
        }

        return progress;
    }

    private static JsonObject Describe(TypeSchema schema, CloudResource resource) => new()
    {
        ["Identifier"] = resource.Identifier,
        ["Properties"] = Provisioner.Readable(schema, resource).ToJsonString()
    };

    private static JsonObject Identify(TypeSchema schema, CloudResource resource)
    {
        var readable = Provisioner.Readable(schema, resource);
        return new()
        {
            ["Identifier"] = resource.Identifier,
            ["Properties"] = new JsonObject(schema.Identifier.Select(name => KeyValuePair.Create(name, readable[name]?.DeepClone()))).ToJsonString()
        };
    }

    // A key or secret that waits for its deletion is already gone for readers; a fault rule can hide what is new.
    private bool IsHidden(AwsCall call, CloudResource resource) =>
        resource is { Type: "AWS::KMS::Key" or "AWS::SecretsManager::Secret", State: ResourceState.Deleting }
        || (faults.Hit(new FaultTarget("cloudcontrolapi", call.Operation, resource.Type, resource.Identifier, false), FaultKind.Stale) is { } rule
            && resource.ChangedAt + TimeSpan.FromMilliseconds(rule.DelayMilliseconds) > clock.Now);

    private TypeSchema Schema(JsonObject body, char handler, string verb)
    {
        var name = Text(body, "TypeName");
        var schema = world.Catalog.Find(name) ?? throw AwsException.BadRequest("TypeNotFoundException", $"The type '{name}' cannot be found.");
        return schema.Supports(handler) && schema.Supports('R')
            ? schema
            : throw AwsException.BadRequest("UnsupportedActionException", $"Resource type {name} does not support {verb} action");
    }

    private static string Identifier(TypeSchema schema, JsonObject body)
    {
        var text = Text(body, "Identifier");
        return text.StartsWith('{') && ParseModel(text, "Identifier") is JsonObject parts
            ? string.Join('|', schema.Identifier.Select(i => parts[i]?.ToString() ?? throw Invalid($"Identifier lacks the property {i}")))
            : text;
    }

    private static AwsReply Page<T>(JsonObject body, List<T> items, int pageSize, string member, Func<T, JsonObject> write, string? type)
    {
        var size = body["MaxResults"] is { } wanted ? Math.Clamp((int)wanted, 1, 100) : pageSize;
        var start = 0;
        if (body["NextToken"] is { } token && (!int.TryParse(token.ToString(), out start) || start < 0))
        {
            throw Invalid("The next token is not valid");
        }

        var reply = new JsonObject { [member] = new JsonArray([.. items.Skip(start).Take(size).Select(i => (JsonNode)write(i))]) };
        if (type is not null)
        {
            reply["TypeName"] = type;
        }

        if (start + size < items.Count)
        {
            reply["NextToken"] = (start + size).ToString();
        }

        return AwsReply.Json(reply);
    }

    private static string ClientToken(JsonObject body)
    {
        var token = body["ClientToken"]?.ToString() ?? "";
        return token.Length <= 128 && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '+' or '/' or '=')
            ? token
            : throw Invalid($"1 validation error detected: Value '{token}' at 'clientToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [-A-Za-z0-9+/=]+");
    }

    private static string Text(JsonObject body, string member) => body[member] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0
        ? text
        : throw Invalid($"1 validation error detected: Value null at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: Member must not be null");

    private static JsonNode? ParseModel(string text, string member)
    {
        if (text.Length > LongestModel)
        {
            throw Invalid($"1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must have length less than or equal to {LongestModel}");
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            throw Invalid($"{member} is not a valid JSON document");
        }
    }

    private static AwsException Invalid(string text) => AwsException.BadRequest("ValidationException", text);
}
