using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Aws.Secrets;

/// <summary>Secrets Manager, JSON 1.1: secrets of the world with versions and a recovery window.</summary>
internal sealed class SecretsManagerService(CloudWorld world, ResourceFactory factory, SecretVersions versions, TimeProvider time) : JsonService("secretsmanager", "secretsmanager.")
{
    private const string Type = "AWS::SecretsManager::Secret";

    protected override string ResourceType => Type;

    protected override string IdentifierMember => "SecretId";

    protected override async Task<JsonObject> CallAsync(AwsCall call, JsonObject body)
    {
        switch (call.Operation)
        {
            case "CreateSecret":
                return await CreateAsync(call, body);
            case "ListSecrets":
                return new JsonObject { ["SecretList"] = new JsonArray([.. world.All(Type, call.Region).Where(s => !IsDeleted(s)).Select(s => (JsonNode)Describe(s))]) };
            case "GetRandomPassword":
                return new JsonObject { ["RandomPassword"] = SecretVersions.Password(body) };
        }

        var secret = Find(call, body);
        switch (call.Operation)
        {
            case "DescribeSecret":
                var described = Describe(secret);
                described["VersionIdsToStages"] = new JsonObject((await versions.AllAsync(secret)).Where(v => v.Stages.Count > 0).Select(v => KeyValuePair.Create(v.Id, (JsonNode?)Stages(v))));
                return described;
            case "GetSecretValue":
                return Value(Live(secret), Pick(await versions.AllAsync(secret), body));
            case "ListSecretVersionIds":
                return new JsonObject
                {
                    ["ARN"] = secret.Identifier,
                    ["Name"] = secret.Text("Name"),
                    ["Versions"] = new JsonArray([.. (await versions.AllAsync(secret)).Where(v => v.Stages.Count > 0).Select(v => (JsonNode)new JsonObject { ["VersionId"] = v.Id, ["VersionStages"] = Stages(v), ["CreatedDate"] = Seconds(v.Created) })])
                };
            case "PutSecretValue":
                var put = await versions.PutAsync(Live(secret), Optional(body, "ClientRequestToken"), Optional(body, "SecretString"), Optional(body, "SecretBinary"));
                call.Effect = true;
                return new JsonObject { ["ARN"] = secret.Identifier, ["Name"] = secret.Text("Name"), ["VersionId"] = put.Id, ["VersionStages"] = Stages(put) };
            case "UpdateSecret":
                return await UpdateAsync(call, body, Live(secret));
            case "DeleteSecret":
                return await DeleteAsync(call, body, secret);
            case "RestoreSecret":
                await world.PutAsync(secret with { State = ResourceState.Active });
                call.Effect = true;
                return Short(secret);
            case "TagResource":
                var tags = (secret.Model["Tags"] as JsonArray ?? []).Where(t => !body["Tags"]!.AsArray().Any(n => n!["Key"]!.ToString() == t!["Key"]!.ToString())).Concat(body["Tags"]!.AsArray());
                await SetAsync(secret, "Tags", new JsonArray([.. tags.Select(t => t!.DeepClone())]));
                call.Effect = true;
                return [];
            case "UntagResource":
                var keys = body["TagKeys"]!.AsArray().Select(k => k!.ToString()).ToHashSet(StringComparer.Ordinal);
                await SetAsync(secret, "Tags", new JsonArray([.. (secret.Model["Tags"] as JsonArray ?? []).Where(t => !keys.Contains(t!["Key"]!.ToString())).Select(t => t!.DeepClone())]));
                call.Effect = true;
                return [];
            default:
                throw Unknown(call);
        }
    }

    private async Task<JsonObject> CreateAsync(AwsCall call, JsonObject body)
    {
        var name = Text(body, "Name");
        call.Identifier = name;
        if (world.All(Type, call.Region).FirstOrDefault(s => s.Text("Name") == name) is { } present)
        {
            throw IsDeleted(present)
                ? AwsException.BadRequest("InvalidRequestException", "You can't create this secret because a secret with this name is already scheduled for deletion.")
                : AwsException.BadRequest("ResourceExistsException", $"The operation failed because the secret {name} already exists.");
        }

        var model = new JsonObject { ["Name"] = name };
        foreach (var member in new[] { "Description", "KmsKeyId", "Tags" })
        {
            if (body[member] is { } value)
            {
                model[member] = value.DeepClone();
            }
        }

        CloudResource secret;
        SecretVersion? first = null;
        try
        {
            secret = await factory.CreateAsync(Type, model, call.Region, call.RequestId, call.Caller.Arn, FirstVersion);
        }
        catch (HandlerFailure failure)
        {
            throw AwsException.BadRequest("InvalidParameterException", failure.Message);
        }

        call.Effect = true;
        var answer = Short(secret);
        if (first is not null)
        {
            answer["VersionId"] = first.Id;
        }

        return answer;

        StoreChange[] FirstVersion(CloudResource made)
        {
            if (body["SecretString"] is null && body["SecretBinary"] is null)
            {
                return [];
            }

            (first, var change) = versions.First(made, Optional(body, "ClientRequestToken"), Optional(body, "SecretString"), Optional(body, "SecretBinary"));
            return [change];
        }
    }

    private async Task<JsonObject> UpdateAsync(AwsCall call, JsonObject body, CloudResource secret)
    {
        foreach (var member in new[] { "Description", "KmsKeyId" })
        {
            if (body[member] is { } value)
            {
                secret = await SetAsync(secret, member, value.DeepClone());
            }
        }

        call.Effect = true;
        var answer = Short(secret);
        if (body["SecretString"] is not null || body["SecretBinary"] is not null)
        {
            answer["VersionId"] = (await versions.PutAsync(secret, Optional(body, "ClientRequestToken"), Optional(body, "SecretString"), Optional(body, "SecretBinary"))).Id;
        }

        return answer;
    }

    private async Task<JsonObject> DeleteAsync(AwsCall call, JsonObject body, CloudResource secret)
    {
        var days = (int?)body["RecoveryWindowInDays"] ?? 30;
        var force = (bool?)body["ForceDeleteWithoutRecovery"] == true;
        if (force && body["RecoveryWindowInDays"] is not null)
        {
            throw AwsException.BadRequest("InvalidParameterException", "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        }

        if (days is < 7 or > 30)
        {
            throw AwsException.BadRequest("InvalidParameterException", "RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        }

        call.Effect = true;
        var answer = Short(secret);
        answer["DeletionDate"] = Seconds(time.GetUtcNow().AddDays(force ? 0 : days));
        if (force)
        {
            await factory.DeleteAsync(secret, call.RequestId, SecretVersions.Removal(secret));
        }
        else
        {
            await world.PutAsync(Live(secret) with { State = ResourceState.Deleting, ChangedAt = time.GetUtcNow() });
        }

        return answer;
    }

    private async Task<CloudResource> SetAsync(CloudResource secret, string member, JsonNode? value)
    {
        var model = (JsonObject)secret.Model.DeepClone();
        if (value is null)
        {
            model.Remove(member);
        }
        else
        {
            model[member] = value;
        }

        var changed = secret with { Model = model, ChangedAt = time.GetUtcNow() };
        await world.PutAsync(changed);
        return changed;
    }

    private CloudResource Find(AwsCall call, JsonObject body)
    {
        var id = Text(body, "SecretId");
        return world.All(Type, call.Region).FirstOrDefault(s => s.Identifier == id || s.Text("Name") == id || s.Identifier.StartsWith(id + "-", StringComparison.Ordinal))
            ?? throw AwsException.BadRequest("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }

    private static SecretVersion Pick(IReadOnlyList<SecretVersion> all, JsonObject body)
    {
        var id = Optional(body, "VersionId");
        var stage = Optional(body, "VersionStage") ?? SecretVersion.Current;
        return all.FirstOrDefault(v => id is null ? v.Stages.Contains(stage) : v.Id == id)
            ?? throw AwsException.BadRequest("ResourceNotFoundException", id is null
                ? $"Secrets Manager can't find the specified secret value for staging label: {stage}"
                : $"Secrets Manager can't find the specified secret value for VersionId: {id}");
    }

    private static JsonObject Value(CloudResource secret, SecretVersion version)
    {
        var answer = Short(secret);
        answer["VersionId"] = version.Id;
        answer["VersionStages"] = Stages(version);
        answer["CreatedDate"] = Seconds(version.Created);
        answer[version.Text is null ? "SecretBinary" : "SecretString"] = version.Text ?? version.Binary;
        return answer;
    }

    private static JsonObject Describe(CloudResource secret)
    {
        var answer = Short(secret);
        answer["CreatedDate"] = Seconds(secret.Created);
        answer["LastChangedDate"] = Seconds(secret.ChangedAt);
        if (IsDeleted(secret))
        {
            answer["DeletedDate"] = Seconds(secret.ChangedAt);
        }

        foreach (var member in new[] { "Description", "KmsKeyId", "Tags" })
        {
            if (secret.Model[member] is { } value)
            {
                answer[member] = value.DeepClone();
            }
        }

        return answer;
    }

    private static CloudResource Live(CloudResource secret) => IsDeleted(secret)
        ? throw AwsException.BadRequest("InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.")
        : secret;

    private static bool IsDeleted(CloudResource secret) => secret.State == ResourceState.Deleting;

    private static JsonObject Short(CloudResource secret) => new() { ["ARN"] = secret.Identifier, ["Name"] = secret.Text("Name") };

    private static JsonArray Stages(SecretVersion version) => new([.. version.Stages.Select(s => (JsonNode)s)]);
}
