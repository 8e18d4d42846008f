using System.Text.Json.Nodes;
using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Identity;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.Iam;

/// <summary>IAM's own API (Query of 2010-05-08): what no resource type serves, and the reads that tools make.</summary>
internal sealed class IamService(CloudWorld world, AccessKeys keys, IamReads reads, PolicySimulator simulator) : IAwsService
{
    private static readonly XNamespace Space = "https://iam.amazonaws.com/doc/2010-05-08/";

    public string Name => "iam";

    public AwsErrorFormat ErrorFormat => AwsErrorFormat.Query;

    public void Identify(AwsCall call)
    {
        call.Operation = call.Optional("Action") ?? "";
        call.Mutating = call.Operation is "CreateAccessKey" or "DeleteAccessKey";
        call.Identifier = call.Optional("RoleName") ?? call.Optional("UserName") ?? "";
    }

    public async Task<AwsReply> InvokeAsync(AwsCall call, CancellationToken ct) => call.Operation switch
    {
        "GetRole" => Reply(call, Role(Find(call, "AWS::IAM::Role", call.Required("RoleName"), "role"))),
        "ListRoles" => Reply(call, new XElement(Space + "Roles", All("AWS::IAM::Role").Select(r => new XElement(Space + "member", Role(r).Elements()))), new XElement(Space + "IsTruncated", "false")),
        "GetUser" => Reply(call, GetUser(call)),
        "ListAttachedRolePolicies" => AttachedPolicies(call),
        "CreateAccessKey" => await CreateKeyAsync(call),
        "DeleteAccessKey" => await DeleteKeyAsync(call),
        "SimulatePrincipalPolicy" => simulator.Answer(call),
        "ListAccessKeys" => ListKeys(call),
        _ => reads.Answer(call) ?? throw QueryReply.Unknown(call)
    };

    private static XElement Role(CloudResource role) => new(
        Space + "Role",
        new XElement(Space + "Path", role.Text("Path")),
        new XElement(Space + "RoleName", role.Identifier),
        new XElement(Space + "RoleId", role.Text("RoleId")),
        new XElement(Space + "Arn", role.Text("Arn")),
        new XElement(Space + "CreateDate", role.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")),
        new XElement(Space + "AssumeRolePolicyDocument", Uri.EscapeDataString(role.Model["AssumeRolePolicyDocument"] is JsonValue text ? text.ToString() : role.Model["AssumeRolePolicyDocument"]!.ToJsonString())),
        new XElement(Space + "MaxSessionDuration", role.Text("MaxSessionDuration")));

    private XElement GetUser(AwsCall call)
    {
        if (call.Optional("UserName") is not { } name)
        {
            var caller = call.Caller;
            return new XElement(Space + "User", new XElement(Space + "UserName", caller.SessionName), new XElement(Space + "UserId", caller.UserId), new XElement(Space + "Arn", caller.Arn), new XElement(Space + "Path", "/"));
        }

        var user = Find(call, "AWS::IAM::User", name, "user");
        return new XElement(Space + "User", new XElement(Space + "UserName", user.Identifier), new XElement(Space + "UserId", UserId(user)), new XElement(Space + "Arn", user.Text("Arn")), new XElement(Space + "Path", user.Text("Path")));
    }

    private AwsReply AttachedPolicies(AwsCall call)
    {
        var role = Find(call, "AWS::IAM::Role", call.Required("RoleName"), "role");
        var attached = PropertyPath.Values(role.Model, "ManagedPolicyArns/*").Concat(world.Where("AWS::IAM::ManagedPolicy", CloudWorld.GlobalRegion, "Roles/*", role.Identifier).Select(p => p.Identifier)).Distinct(StringComparer.Ordinal);
        return Reply(call, new XElement(Space + "AttachedPolicies", attached.Select(a => new XElement(Space + "member", new XElement(Space + "PolicyName", a[(a.LastIndexOf('/') + 1)..]), new XElement(Space + "PolicyArn", a)))), new XElement(Space + "IsTruncated", "false"));
    }

    private async Task<AwsReply> CreateKeyAsync(AwsCall call)
    {
        var user = Find(call, "AWS::IAM::User", call.Required("UserName"), "user");
        if (keys.OfUser(user.Text("Arn")).Count >= 2)
        {
            throw new AwsException(409, "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2");
        }

        var key = await keys.IssueUserKeyAsync(user.Text("Arn"), UserId(user));
        call.Effect = true;
        return Reply(call, new XElement(Space + "AccessKey", new XElement(Space + "UserName", user.Identifier), new XElement(Space + "AccessKeyId", key.Id), new XElement(Space + "Status", "Active"), new XElement(Space + "SecretAccessKey", key.Secret)));
    }

    private async Task<AwsReply> DeleteKeyAsync(AwsCall call)
    {
        var user = Find(call, "AWS::IAM::User", call.Required("UserName"), "user");
        var id = call.Required("AccessKeyId");
        if (keys.OfUser(user.Text("Arn")).All(k => k.Id != id))
        {
            throw AwsException.NotFound("NoSuchEntity", $"The Access Key with id {id} cannot be found.");
        }

        await keys.RemoveAsync(id);
        call.Effect = true;
        return Reply(call);
    }

    private AwsReply ListKeys(AwsCall call)
    {
        var user = Find(call, "AWS::IAM::User", call.Required("UserName"), "user");
        return Reply(call, new XElement(Space + "AccessKeyMetadata", keys.OfUser(user.Text("Arn")).Select(k => new XElement(Space + "member", new XElement(Space + "UserName", user.Identifier), new XElement(Space + "AccessKeyId", k.Id), new XElement(Space + "Status", "Active")))), new XElement(Space + "IsTruncated", "false"));
    }

    private IReadOnlyList<CloudResource> All(string type) => world.All(type, CloudWorld.GlobalRegion);

    private CloudResource Find(AwsCall call, string type, string name, string noun)
    {
        _ = call.Caller;
        return world.Find(type, CloudWorld.GlobalRegion, name) ?? throw AwsException.NotFound("NoSuchEntity", $"The {noun} with name {name} cannot be found.");
    }

    private static string UserId(CloudResource user) => "AIDA" + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(user.Text("Arn"))))[..17];

    private static AwsReply Reply(AwsCall call, params object?[] members) => QueryReply.Of(call, Space, members);
}
