using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Schemas;

namespace OptaPS.Sandbox.Aws.World;

/// <summary>Applies the rules of a type's data: defaults, generated values, references, uniqueness, quotas, deletion conflicts.</summary>
internal sealed class ResourceRules(CloudWorld world, Func<string, int?> quotaOverride, Func<CloudResource, bool> isNotSeenYet)
{
    /// <summary>Fills in what the service fills in and checks the draft against the world.</summary>
    /// <exception cref="HandlerFailure">The service refuses.</exception>
    public CloudResource Complete(TypeSchema schema, CloudResource draft, TemplateScope scope)
    {
        var rules = schema.Rules;
        if (rules.AnyOf.Count > 0 && !rules.AnyOf.Any(draft.Model.ContainsKey))
        {
            throw new HandlerFailure("InvalidRequest", rules.AnyOf.Count == 1
                ? $"Model validation failed (#: required key [{rules.AnyOf[0]}] not found)"
                : $"Exactly one of the following properties must be specified: {string.Join(", ", rules.AnyOf)}");
        }

        foreach (var name in rules.Lower.Where(draft.Model.ContainsKey))
        {
            draft.Model[name] = ((string)draft.Model[name]!).ToLowerInvariant();
        }

        Merge(draft.Model, rules.Defaults, scope);
        CheckReferences(schema, draft.Model, draft.Region, scope);
        foreach (var (name, template) in rules.Generate)
        {
            var value = TextTemplate.Expand(template, scope);
            if (value is not JsonValue text || text.ToString().Length > 0)
            {
                draft.Model[name] = value;
            }
        }

        var identifier = string.Join('|', schema.Identifier.Select(i => PropertyPath.Values(draft.Model, i).FirstOrDefault() ?? ""));
        return draft with { Identifier = identifier };
    }

    /// <exception cref="HandlerFailure">A second resource of the same name, or no quota left.</exception>
    public void CheckRoom(TypeSchema schema, CloudResource draft, TemplateScope scope, out CloudResource? clash)
    {
        clash = null;
        var all = world.All(schema.Name, draft.Region);
        if (schema.Rules.Unique is { } unique)
        {
            clash = all.FirstOrDefault(other => unique.By.All(path => other.Text(path) == draft.Text(path)));
            if (clash is not null)
            {
                throw new HandlerFailure(unique.Code, TextTemplate.Expand(unique.Text, scope));
            }
        }

        if (schema.Rules.Quota is { } quota && all.Count >= (quotaOverride(quota.Code) ?? quota.Value))
        {
            throw new HandlerFailure("ServiceLimitExceeded", TextTemplate.Expand(quota.Text, scope) + $" (Service: {schema.Name.Split("::")[1]}, Status Code: 400, Request ID: {scope.RequestId})");
        }
    }

    /// <exception cref="HandlerFailure">A referenced resource does not exist.</exception>
    public void CheckReferences(TypeSchema schema, JsonObject model, string region, TemplateScope scope)
    {
        foreach (var rule in schema.Rules.Refs)
        {
            foreach (var value in PropertyPath.Values(model, rule.Path))
            {
                if (!IsAwsOwned(value) && !world.Where(rule.To, region, rule.At, value).Any(r => r.State != ResourceState.Deleting && !isNotSeenYet(r)) && !IsDefaultGroup(rule, value, region))
                {
                    throw new HandlerFailure(rule.Code, TextTemplate.Expand(rule.Text, scope with { Value = value }));
                }
            }
        }
    }

    /// <exception cref="HandlerFailure">Another resource still uses this one.</exception>
    public void CheckDelete(TypeSchema schema, CloudResource resource, TemplateScope scope)
    {
        if (schema.Rules.Protect is { } flag && resource.Model[flag]?.GetValueKind() == JsonValueKind.True)
        {
            throw new HandlerFailure("InvalidRequest", $"Cannot delete protected resource {resource.Identifier}, please disable deletion protection and try again.");
        }

        foreach (var rule in schema.Rules.Blocks)
        {
            var value = resource.Text(rule.At);
            if (value.Length > 0 && world.Where(rule.By, resource.Region, rule.Path, value).Any())
            {
                throw new HandlerFailure(rule.Code, TextTemplate.Expand(rule.Text, scope));
            }
        }
    }

    /// <summary>Everything that vanishes with a resource.</summary>
    public IReadOnlyList<CloudResource> Cascade(TypeSchema schema, CloudResource resource) =>
        [.. schema.Rules.Cascade.SelectMany(rule => world.Where(rule.By, resource.Region, rule.Path, resource.Text(rule.At))).SelectMany(r => Cascade(world.Catalog.Find(r.Type)!, r).Append(r))];

    private static bool IsAwsOwned(string value) => value.StartsWith("arn:aws:iam::aws:", StringComparison.Ordinal) || value.Contains(":alias/aws/", StringComparison.Ordinal);

    // Groups that exist without a resource of their own: a network's default group and a cluster's group.
    private bool IsDefaultGroup(ReferenceRule rule, string value, string region) =>
        rule.To == "AWS::EC2::SecurityGroup"
        && (world.Where("AWS::EC2::VPC", region, "DefaultSecurityGroup", value).Any() || world.Where("AWS::EKS::Cluster", region, "ClusterSecurityGroupId", value).Any());

    private static void Merge(JsonObject model, JsonObject defaults, TemplateScope scope)
    {
        foreach (var (name, value) in defaults)
        {
            if (!model.TryGetPropertyValue(name, out var present))
            {
                model[name] = TextTemplate.Expand(value, scope);
            }
            else if (present is JsonObject inner && value is JsonObject innerDefaults && !name.EndsWith("Policy", StringComparison.Ordinal) && !name.EndsWith("Configuration", StringComparison.Ordinal))
            {
                Merge(inner, innerDefaults, scope);
            }
        }
    }
}
