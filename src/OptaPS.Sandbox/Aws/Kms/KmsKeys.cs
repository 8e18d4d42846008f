using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.Kms;

/// <summary>What KMS does with keys and aliases other than to use them.</summary>
internal sealed class KmsKeys(CloudWorld world, ResourceFactory factory, TimeProvider time)
{
    private const string KeyType = "AWS::KMS::Key";
    private const string AliasType = "AWS::KMS::Alias";

    private static readonly string[] Changes =
    [
        "CreateKey", "CreateAlias", "UpdateAlias", "DeleteAlias", "ScheduleKeyDeletion", "CancelKeyDeletion", "EnableKey", "DisableKey",
        "EnableKeyRotation", "DisableKeyRotation", "PutKeyPolicy", "TagResource", "UntagResource", "UpdateKeyDescription"
    ];

    public static bool IsMutating(string operation) => Changes.Contains(operation, StringComparer.Ordinal);

    /// <summary>The answer, or null when the operation is not served.</summary>
    public async Task<JsonObject?> AnswerAsync(AwsCall call, JsonObject body, Func<string, CloudResource> find)
    {
        switch (call.Operation)
        {
            case "ListKeys":
                return new JsonObject { ["Keys"] = new JsonArray([.. world.All(KeyType, call.Region).Select(k => (JsonNode)new JsonObject { ["KeyId"] = k.Identifier, ["KeyArn"] = k.Text("Arn") })]), ["Truncated"] = false };
            case "ListAliases":
                var of = body["KeyId"] is { } id ? find(id.ToString()).Identifier : null;
                return new JsonObject { ["Aliases"] = new JsonArray([.. world.All(AliasType, call.Region).Where(a => of is null || Target(a) == of).Select(a => (JsonNode)Alias(call, a))]), ["Truncated"] = false };
            case "CreateKey":
                return await CreateAsync(call, body);
            case "CreateAlias":
                return await CreateAliasAsync(call, body, find);
            case "DeleteAlias" or "UpdateAlias":
                return await ChangeAliasAsync(call, body, find);
        }

        if (body["KeyId"]?.ToString() is not { Length: > 0 } named)
        {
            return null;
        }

        var key = find(named);
        call.Identifier = key.Identifier;
        switch (call.Operation)
        {
            case "DescribeKey":
                return new JsonObject { ["KeyMetadata"] = Describe(key) };
            case "GetKeyPolicy":
                return new JsonObject { ["Policy"] = key.Model["KeyPolicy"] is JsonValue text ? text.ToString() : key.Model["KeyPolicy"]?.ToJsonString(), ["PolicyName"] = "default" };
            case "GetKeyRotationStatus":
                return new JsonObject { ["KeyId"] = key.Text("Arn"), ["KeyRotationEnabled"] = key.Text("EnableKeyRotation") == "true" };
            case "ListResourceTags":
                return new JsonObject { ["Tags"] = new JsonArray([.. (key.Model["Tags"] as JsonArray ?? []).Select(t => (JsonNode)new JsonObject { ["TagKey"] = t!["Key"]!.ToString(), ["TagValue"] = t["Value"]!.ToString() })]), ["Truncated"] = false };
            case "ScheduleKeyDeletion":
                return await ScheduleAsync(call, body, key);
            case "CancelKeyDeletion":
                await SetAsync(call, key with { State = ResourceState.Active }, "Enabled", false);
                return new JsonObject { ["KeyId"] = key.Text("Arn") };
            case "EnableKey" or "DisableKey":
                await SetAsync(call, key, "Enabled", call.Operation == "EnableKey");
                return [];
            case "EnableKeyRotation" or "DisableKeyRotation":
                await SetAsync(call, key, "EnableKeyRotation", call.Operation == "EnableKeyRotation");
                return [];
            case "UpdateKeyDescription":
                await SetAsync(call, key, "Description", body["Description"]?.ToString() ?? "");
                return [];
            case "PutKeyPolicy":
                await SetAsync(call, key, "KeyPolicy", JsonNode.Parse(body["Policy"]!.ToString()));
                return [];
            case "TagResource":
                var added = body["Tags"]!.AsArray().Select(t => new JsonObject { ["Key"] = t!["TagKey"]!.ToString(), ["Value"] = t["TagValue"]!.ToString() }).ToList();
                await SetAsync(call, key, "Tags", new JsonArray([.. (key.Model["Tags"] as JsonArray ?? []).Where(t => added.TrueForAll(a => a["Key"]!.ToString() != t!["Key"]!.ToString())).Select(t => t!.DeepClone()), .. added]));
                return [];
            case "UntagResource":
                var keys = body["TagKeys"]!.AsArray().Select(k => k!.ToString()).ToHashSet(StringComparer.Ordinal);
                await SetAsync(call, key, "Tags", new JsonArray([.. (key.Model["Tags"] as JsonArray ?? []).Where(t => !keys.Contains(t!["Key"]!.ToString())).Select(t => t!.DeepClone())]));
                return [];
            default:
                return null;
        }
    }

    private async Task<JsonObject> CreateAsync(AwsCall call, JsonObject body)
    {
        var model = new JsonObject { ["KeyPolicy"] = body["Policy"] is { } policy ? JsonNode.Parse(policy.ToString()) : null };
        if (model["KeyPolicy"] is null)
        {
            model.Remove("KeyPolicy");
        }

        foreach (var member in new[] { "Description", "KeyUsage", "KeySpec", "MultiRegion" })
        {
            if (body[member] is { } value)
            {
                model[member] = value.DeepClone();
            }
        }

        if (body["Tags"] is JsonArray tags)
        {
            model["Tags"] = new JsonArray([.. tags.Select(t => (JsonNode)new JsonObject { ["Key"] = t!["TagKey"]!.ToString(), ["Value"] = t["TagValue"]!.ToString() })]);
        }

        try
        {
            var key = await factory.CreateAsync(KeyType, model, call.Region, call.RequestId, call.Caller.Arn);
            call.Effect = true;
            return new JsonObject { ["KeyMetadata"] = Describe(key) };
        }
        catch (HandlerFailure failure)
        {
            throw AwsException.BadRequest("ValidationException", failure.Message);
        }
    }

    private async Task<JsonObject> CreateAliasAsync(AwsCall call, JsonObject body, Func<string, CloudResource> find)
    {
        var name = body["AliasName"]?.ToString() ?? "";
        if (!name.StartsWith("alias/", StringComparison.Ordinal) || name.StartsWith("alias/aws/", StringComparison.Ordinal))
        {
            throw AwsException.BadRequest(name.StartsWith("alias/aws/", StringComparison.Ordinal) ? "NotAuthorizedException" : "ValidationException", name.StartsWith("alias/aws/", StringComparison.Ordinal) ? "" : "Invalid identifier");
        }

        var key = find(body["TargetKeyId"]?.ToString() ?? "");
        if (world.Find(AliasType, call.Region, name) is { } present)
        {
            throw AwsException.BadRequest("AlreadyExistsException", $"An alias with the name {Arn(call, present)} already exists");
        }

        await factory.CreateAsync(AliasType, new JsonObject { ["AliasName"] = name, ["TargetKeyId"] = key.Identifier }, call.Region, call.RequestId, call.Caller.Arn);
        call.Effect = true;
        return [];
    }

    private async Task<JsonObject> ChangeAliasAsync(AwsCall call, JsonObject body, Func<string, CloudResource> find)
    {
        var name = body["AliasName"]?.ToString() ?? "";
        var alias = world.Find(AliasType, call.Region, name) ?? throw AwsException.BadRequest("NotFoundException", $"Alias arn:aws:kms:{call.Region}:{world.Account}:{name} is not found.");
        if (call.Operation == "DeleteAlias")
        {
            await factory.DeleteAsync(alias, call.RequestId);
            call.Effect = true;
        }
        else
        {
            await SetAsync(call, alias, "TargetKeyId", find(body["TargetKeyId"]?.ToString() ?? "").Identifier);
        }

        return [];
    }

    private async Task<JsonObject> ScheduleAsync(AwsCall call, JsonObject body, CloudResource key)
    {
        var days = (int?)body["PendingWindowInDays"] ?? 30;
        if (days is < 7 or > 30)
        {
            throw AwsException.BadRequest("ValidationException", $"1 validation error detected: Value '{days}' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value between 7 and 30");
        }

        if (key.State == ResourceState.Deleting)
        {
            throw AwsException.BadRequest("KMSInvalidStateException", $"{key.Text("Arn")} is pending deletion.");
        }

        await world.PutAsync(key with { State = ResourceState.Deleting, ChangedAt = time.GetUtcNow() });
        call.Effect = true;
        return new JsonObject { ["KeyId"] = key.Text("Arn"), ["DeletionDate"] = time.GetUtcNow().AddDays(days).ToUnixTimeMilliseconds() / 1000.0, ["KeyState"] = "PendingDeletion", ["PendingWindowInDays"] = days };
    }

    private async Task SetAsync(AwsCall call, CloudResource resource, string member, JsonNode? value)
    {
        var model = (JsonObject)resource.Model.DeepClone();
        model[member] = value;
        call.Effect = !JsonNode.DeepEquals(resource.Model, model);
        await world.PutAsync(resource with { Model = model, ChangedAt = time.GetUtcNow() });
    }

    private JsonObject Alias(AwsCall call, CloudResource alias) => new()
    {
        ["AliasName"] = alias.Identifier,
        ["AliasArn"] = Arn(call, alias),
        ["TargetKeyId"] = Target(alias),
        ["CreationDate"] = alias.Created.ToUnixTimeMilliseconds() / 1000.0,
        ["LastUpdatedDate"] = alias.ChangedAt.ToUnixTimeMilliseconds() / 1000.0
    };

    private string Arn(AwsCall call, CloudResource alias) => $"arn:aws:kms:{call.Region}:{world.Account}:{alias.Identifier}";

    private static string Target(CloudResource alias) => alias.Text("TargetKeyId").Split('/')[^1];

    private static JsonObject Describe(CloudResource key) => new()
    {
        ["AWSAccountId"] = key.Account,
        ["KeyId"] = key.Identifier,
        ["Arn"] = key.Text("Arn"),
        ["CreationDate"] = key.Created.ToUnixTimeMilliseconds() / 1000.0,
        ["Enabled"] = key.State != ResourceState.Deleting && key.Text("Enabled") != "false",
        ["Description"] = key.Text("Description"),
        ["KeyUsage"] = key.Text("KeyUsage"),
        ["KeyState"] = key.State == ResourceState.Deleting ? "PendingDeletion" : key.Text("Enabled") == "false" ? "Disabled" : "Enabled",
        ["Origin"] = "AWS_KMS",
        ["KeyManager"] = "CUSTOMER",
        ["CustomerMasterKeySpec"] = key.Text("KeySpec"),
        ["KeySpec"] = key.Text("KeySpec"),
        ["EncryptionAlgorithms"] = new JsonArray("SYMMETRIC_DEFAULT"),
        ["MultiRegion"] = key.Text("MultiRegion") == "true"
    };
}
