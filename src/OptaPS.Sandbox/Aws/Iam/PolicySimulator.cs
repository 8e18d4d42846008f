using System.Text.Json.Nodes;
using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.Sts;
using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.RequestLog;

namespace OptaPS.Sandbox.Aws.Iam;

/// <summary>
/// SimulatePrincipalPolicy: evaluates the identity policies of a user or role of the world. The sandbox's own user may do everything. Conditions on
/// anything make the statement not match, and their keys are named as missing. The sandbox itself enforces no policies.
/// </summary>
internal sealed class PolicySimulator(CloudWorld world)
{
    private const string Administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
    private static readonly XNamespace Space = "https://iam.amazonaws.com/doc/2010-05-08/";
    private static readonly JsonNode Everything = new JsonObject { ["Effect"] = "Allow", ["Action"] = "*", ["Resource"] = "*" };

    public AwsReply Answer(AwsCall call)
    {
        var source = call.Required("PolicySourceArn");
        var statements = Statements(call, source);
        var resources = Members(call, "ResourceArns").DefaultIfEmpty("*").ToList();
        var results = Members(call, "ActionNames").SelectMany(action => resources.Select(resource => Evaluate(statements, action, resource)));
        return QueryReply.Of(call, Space, new XElement(Space + "IsTruncated", "false"), new XElement(Space + "EvaluationResults", results));
    }

    private static IEnumerable<string> Members(AwsCall call, string list)
    {
        for (var i = 1; call.Optional($"{list}.member.{i.ToString(System.Globalization.CultureInfo.InvariantCulture)}") is { } value; i++)
        {
            yield return value;
        }
    }

    private static XElement Evaluate(IReadOnlyList<JsonNode> statements, string action, string resource)
    {
        var matching = statements.Where(s => Names(s, "Action", action) && Names(s, "Resource", resource)).ToList();
        var certain = matching.Where(s => s["Condition"] is not JsonObject { Count: > 0 }).Select(s => s["Effect"]?.ToString()).ToList();
        var missing = matching.SelectMany(s => (s["Condition"] as JsonObject ?? []).SelectMany(test => (test.Value as JsonObject ?? []).Select(m => m.Key))).Distinct(StringComparer.Ordinal);
        var decision = certain.Contains("Deny", StringComparer.Ordinal) ? "explicitDeny" : certain.Contains("Allow", StringComparer.Ordinal) ? "allowed" : "implicitDeny";
        return new XElement(
            Space + "member",
            new XElement(Space + "EvalActionName", action),
            new XElement(Space + "EvalResourceName", resource),
            new XElement(Space + "EvalDecision", decision),
            new XElement(Space + "MatchedStatements"),
            new XElement(Space + "MissingContextValues", missing.Select(key => new XElement(Space + "member", key))));
    }

    private static bool Names(JsonNode statement, string member, string value) => statement["Not" + member] is { } others
        ? !PolicyPrincipal.Strings(others).Any(pattern => Glob.Matches(pattern, value))
        : PolicyPrincipal.Strings(statement[member]).Any(pattern => Glob.Matches(pattern, value));

    private IReadOnlyList<JsonNode> Statements(AwsCall call, string source)
    {
        if (call.Caller.Arn == source && source.EndsWith(":user/sandbox", StringComparison.Ordinal))
        {
            return [Everything];
        }

        var name = source[(source.LastIndexOf('/') + 1)..];
        var (type, inline, owner, list) = source.Contains(":user/", StringComparison.Ordinal)
            ? ("AWS::IAM::User", "AWS::IAM::UserPolicy", "UserName", "Users/*")
            : ("AWS::IAM::Role", "AWS::IAM::RolePolicy", "RoleName", "Roles/*");
        var principal = All(type).FirstOrDefault(one => one.Text("Arn") == source)
            ?? throw AwsException.NotFound("NoSuchEntity", $"The {(type == "AWS::IAM::User" ? "user" : "role")} with name {name} cannot be found.");
        var managed = PropertyPath.Values(principal.Model, "ManagedPolicyArns/*").Concat(world.Where("AWS::IAM::ManagedPolicy", CloudWorld.GlobalRegion, list, principal.Identifier).Select(p => p.Identifier)).Distinct(StringComparer.Ordinal);
        return
        [
            .. (principal.Model["Policies"] as JsonArray ?? []).SelectMany(p => StatementsOf(p?["PolicyDocument"])),
            .. All(inline).Where(p => p.Text(owner) == principal.Identifier).SelectMany(p => StatementsOf(p.Model["PolicyDocument"])),
            .. managed.SelectMany(Managed),
        ];
    }

    private IEnumerable<JsonNode> Managed(string arn) => arn == Administrator
        ? [Everything]
        : StatementsOf((All("AWS::IAM::ManagedPolicy").FirstOrDefault(p => p.Text("PolicyArn") == arn)
            ?? throw AwsException.BadRequest("InvalidInput", $"The sandbox does not know the document of {arn}.")).Model["PolicyDocument"]);

    private static IEnumerable<JsonNode> StatementsOf(JsonNode? document)
    {
        var policy = document is JsonValue text ? JsonNode.Parse(text.ToString()) : document;
        return policy?["Statement"] switch
        {
            JsonArray several => several.OfType<JsonNode>(),
            JsonObject one => [one],
            _ => []
        };
    }

    private IReadOnlyList<CloudResource> All(string type) => world.All(type, CloudWorld.GlobalRegion);
}
