using System.Text.Json.Nodes;
using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.Iam;

/// <summary>Reads of IAM beyond roles and keys: policies, users, groups, instance profiles, identity providers.</summary>
internal sealed class IamReads(CloudWorld world)
{
    private static readonly XNamespace Space = "https://iam.amazonaws.com/doc/2010-05-08/";

    /// <summary>The answer, or null when the operation is not served.</summary>
    public AwsReply? Answer(AwsCall call)
    {
        _ = call.Caller;
        return call.Operation switch
        {
            "GetPolicy" => QueryReply.Of(call, Space, new XElement(Space + "Policy", Policy(FindPolicy(call)))),
            "GetPolicyVersion" => PolicyVersion(call),
            "ListPolicies" => Page(call, "Policies", All("AWS::IAM::ManagedPolicy").Select(Policy)),
            "ListRolePolicies" => Names(call, InlineOf("AWS::IAM::RolePolicy", "RoleName", Role(call)).Select(p => p.Name)),
            "GetRolePolicy" => Inline(call, "AWS::IAM::RolePolicy", "RoleName", Role(call)),
            "ListUserPolicies" => Names(call, InlineOf("AWS::IAM::UserPolicy", "UserName", User(call)).Select(p => p.Name)),
            "GetUserPolicy" => Inline(call, "AWS::IAM::UserPolicy", "UserName", User(call)),
            "ListAttachedUserPolicies" => Attached(call, User(call), "Users/*"),
            "ListRoleTags" => Page(call, "Tags", TagsOf(Role(call))),
            "ListUsers" => Page(call, "Users", All("AWS::IAM::User").Select(u => Entity(u, "User"))),
            "ListGroups" => Page(call, "Groups", All("AWS::IAM::Group").Select(g => Entity(g, "Group"))),
            "GetInstanceProfile" => QueryReply.Of(call, Space, new XElement(Space + "InstanceProfile", Profile(Find("AWS::IAM::InstanceProfile", call.Required("InstanceProfileName"), "Instance Profile {0} cannot be found.")))),
            "ListInstanceProfiles" => Page(call, "InstanceProfiles", All("AWS::IAM::InstanceProfile").Select(Profile)),
            "ListInstanceProfilesForRole" => Page(call, "InstanceProfiles", All("AWS::IAM::InstanceProfile").Where(p => PropertyPath.Values(p.Model, "Roles/*").Contains(Role(call).Identifier, StringComparer.Ordinal)).Select(Profile)),
            "ListOpenIDConnectProviders" => QueryReply.Of(call, Space, QueryReply.List(Space, "OpenIDConnectProviderList", "member", All("AWS::IAM::OIDCProvider").Select(p => new object?[] { new XElement(Space + "Arn", p.Text("Arn")) }))),
            "GetOpenIDConnectProvider" => Provider(call),
            "ListAccountAliases" => Names(call, [], "AccountAliases"),
            _ => null
        };
    }

    private AwsReply PolicyVersion(AwsCall call)
    {
        var policy = FindPolicy(call);
        if (call.Required("VersionId") != "v1")
        {
            throw AwsException.NotFound("NoSuchEntity", $"Policy {policy.Identifier} version {call.Required("VersionId")} does not exist or is not attachable.");
        }

        return QueryReply.Of(call, Space, new XElement(Space + "PolicyVersion", new XElement(Space + "Document", Document(policy.Model["PolicyDocument"])), new XElement(Space + "VersionId", "v1"), new XElement(Space + "IsDefaultVersion", "true"), new XElement(Space + "CreateDate", QueryReply.Time(policy.Created))));
    }

    private AwsReply Inline(AwsCall call, string type, string owner, CloudResource of)
    {
        var name = call.Required("PolicyName");
        var (_, document) = InlineOf(type, owner, of).FirstOrDefault(p => p.Name == name);
        return document is null
            ? throw AwsException.NotFound("NoSuchEntity", $"The {(owner == "RoleName" ? "role" : "user")} policy with name {name} cannot be found.")
            : QueryReply.Of(call, Space, new XElement(Space + owner, of.Identifier), new XElement(Space + "PolicyName", name), new XElement(Space + "PolicyDocument", Document(document)));
    }

    private IEnumerable<(string Name, JsonNode? Document)> InlineOf(string type, string owner, CloudResource of) =>
        (of.Model["Policies"] as JsonArray ?? []).Select(p => (p!["PolicyName"]!.ToString(), p["PolicyDocument"]))
            .Concat(All(type).Where(p => p.Text(owner) == of.Identifier).Select(p => (p.Text("PolicyName"), p.Model["PolicyDocument"])));

    private AwsReply Attached(AwsCall call, CloudResource of, string path)
    {
        var arns = PropertyPath.Values(of.Model, "ManagedPolicyArns/*").Concat(world.Where("AWS::IAM::ManagedPolicy", CloudWorld.GlobalRegion, path, of.Identifier).Select(p => p.Identifier)).Distinct(StringComparer.Ordinal);
        return Page(call, "AttachedPolicies", arns.Select(a => new object?[] { new XElement(Space + "PolicyName", a[(a.LastIndexOf('/') + 1)..]), new XElement(Space + "PolicyArn", a) }));
    }

    private AwsReply Provider(AwsCall call)
    {
        var arn = call.Required("OpenIDConnectProviderArn");
        var provider = All("AWS::IAM::OIDCProvider").FirstOrDefault(p => p.Text("Arn") == arn) ?? throw AwsException.NotFound("NoSuchEntity", $"OpenIDConnect Provider not found for arn {arn}");
        var url = provider.Text("Url");
        return QueryReply.Of(
            call,
            Space,
            new XElement(Space + "Url", url.Replace("https://", "", StringComparison.Ordinal)),
            new XElement(Space + "CreateDate", QueryReply.Time(provider.Created)),
            new XElement(Space + "ClientIDList", PropertyPath.Values(provider.Model, "ClientIdList/*").Select(c => new XElement(Space + "member", c))),
            new XElement(Space + "ThumbprintList", PropertyPath.Values(provider.Model, "ThumbprintList/*").Select(t => new XElement(Space + "member", t))));
    }

    private CloudResource FindPolicy(AwsCall call)
    {
        var arn = call.Required("PolicyArn");
        return All("AWS::IAM::ManagedPolicy").FirstOrDefault(p => p.Text("PolicyArn") == arn) ?? throw AwsException.NotFound("NoSuchEntity", $"Policy {arn} was not found.");
    }

    private CloudResource Role(AwsCall call) => Find("AWS::IAM::Role", call.Required("RoleName"), "The role with name {0} cannot be found.");

    private CloudResource User(AwsCall call) => Find("AWS::IAM::User", call.Required("UserName"), "The user with name {0} cannot be found.");

    private CloudResource Find(string type, string name, string missing) =>
        world.Find(type, CloudWorld.GlobalRegion, name) ?? throw AwsException.NotFound("NoSuchEntity", string.Format(System.Globalization.CultureInfo.InvariantCulture, missing, name));

    private IReadOnlyList<CloudResource> All(string type) => world.All(type, CloudWorld.GlobalRegion);

    private IEnumerable<object?> Policy(CloudResource p) =>
    [
        new XElement(Space + "PolicyName", p.Text("ManagedPolicyName")),
        new XElement(Space + "PolicyId", p.Text("PolicyId")),
        new XElement(Space + "Arn", p.Text("PolicyArn")),
        new XElement(Space + "Path", p.Text("Path") is { Length: > 0 } path ? path : "/"),
        new XElement(Space + "DefaultVersionId", "v1"),
        new XElement(Space + "AttachmentCount", All("AWS::IAM::Role").Count(r => PropertyPath.Values(r.Model, "ManagedPolicyArns/*").Contains(p.Text("PolicyArn"), StringComparer.Ordinal)) + PropertyPath.Values(p.Model, "Roles/*").Count()),
        new XElement(Space + "IsAttachable", "true"),
        new XElement(Space + "CreateDate", QueryReply.Time(p.Created)),
        new XElement(Space + "UpdateDate", QueryReply.Time(p.ChangedAt))
    ];

    private IEnumerable<object?> Profile(CloudResource p) =>
    [
        new XElement(Space + "InstanceProfileName", p.Identifier),
        new XElement(Space + "Arn", p.Text("Arn")),
        new XElement(Space + "Path", p.Text("Path") is { Length: > 0 } path ? path : "/"),
        new XElement(Space + "CreateDate", QueryReply.Time(p.Created)),
        new XElement(Space + "Roles", PropertyPath.Values(p.Model, "Roles/*").Select(r => new XElement(Space + "member", new XElement(Space + "RoleName", r), QueryReply.Text(Space, "Arn", world.Find("AWS::IAM::Role", CloudWorld.GlobalRegion, r)?.Text("Arn")))))
    ];

    private static IEnumerable<object?> Entity(CloudResource e, string kind) =>
    [
        new XElement(Space + (kind + "Name"), e.Identifier),
        new XElement(Space + "Arn", e.Text("Arn")),
        new XElement(Space + "Path", e.Text("Path") is { Length: > 0 } path ? path : "/"),
        new XElement(Space + "CreateDate", QueryReply.Time(e.Created))
    ];

    private static IEnumerable<IEnumerable<object?>> TagsOf(CloudResource r) =>
        (r.Model["Tags"] as JsonArray ?? []).Select(t => new object?[] { new XElement(Space + "Key", t!["Key"]!.ToString()), new XElement(Space + "Value", t["Value"]!.ToString()) });

    private static string Document(JsonNode? document) => Uri.EscapeDataString(document is JsonValue text ? text.ToString() : document?.ToJsonString() ?? "{}");

    private static AwsReply Page(AwsCall call, string list, IEnumerable<IEnumerable<object?>> items) =>
        QueryReply.Of(call, Space, QueryReply.List(Space, list, "member", items), new XElement(Space + "IsTruncated", "false"));

    private static AwsReply Names(AwsCall call, IEnumerable<string> names, string list = "PolicyNames") =>
        QueryReply.Of(call, Space, new XElement(Space + list, names.Select(n => new XElement(Space + "member", n))), new XElement(Space + "IsTruncated", "false"));
}
