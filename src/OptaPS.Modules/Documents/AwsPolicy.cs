using System.Text.Json.Nodes;

namespace OptaPS.Modules.Documents;

/// <summary>Makes IAM policy documents.</summary>
internal static class AwsPolicy
{
    /// <summary>A policy of statements.</summary>
    public static JsonObject Of(params JsonNode[] statements) => new() { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statements) };

    /// <summary>An allow statement.</summary>
    public static JsonObject Allow(IEnumerable<string> actions, JsonNode resource, JsonObject? condition = null)
    {
        var statement = new JsonObject { ["Effect"] = "Allow", ["Action"] = new JsonArray([.. actions.Select(action => (JsonNode)action)]), ["Resource"] = resource };
        if (condition is not null)
            statement["Condition"] = condition;
        return statement;
    }

    /// <summary>The trust policy for a service.</summary>
    public static JsonObject Trust(string service, params string[] actions) => Of(new JsonObject
    {
        ["Effect"] = "Allow",
        ["Principal"] = new JsonObject { ["Service"] = service },
        ["Action"] = new JsonArray([.. (actions.Length == 0 ? ["sts:AssumeRole"] : actions).Select(action => (JsonNode)action)]),
    });

    /// <summary>The trust policy for pods by EKS Pod Identity.</summary>
    public static JsonObject TrustPods() => Trust("pods.eks.amazonaws.com", "sts:AssumeRole", "sts:TagSession");

    /// <summary>A role with one inline policy.</summary>
    public static JsonObject Role(string name, JsonObject trust, string policyName, JsonObject policy) => new()
    {
        ["RoleName"] = name,
        ["AssumeRolePolicyDocument"] = trust,
        ["Policies"] = new JsonArray(new JsonObject { ["PolicyName"] = policyName, ["PolicyDocument"] = policy }),
    };

    /// <summary>A role with policies of AWS's own.</summary>
    public static JsonObject Role(string name, JsonObject trust, params string[] managedPolicies) => new()
    {
        ["RoleName"] = name,
        ["AssumeRolePolicyDocument"] = trust,
        ["ManagedPolicyArns"] = new JsonArray([.. managedPolicies.Select(policy => (JsonNode)("arn:aws:iam::aws:policy/" + policy))]),
    };
}
