using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Crds;

/// <summary>Sets the defaults of a structural schema; nulls in fields that have one and are not nullable are replaced.</summary>
internal static class CustomDefaulter
{
    public static void Apply(JsonNode? value, SchemaNode schema)
    {
        switch (value)
        {
            case JsonObject map:
                foreach (var (name, member) in schema.Properties)
                {
                    if (!member.HasDefault)
                        continue;
                    var present = map.TryGetPropertyValue(name, out var current);
                    if (!present || (current is null && !member.IsNullable))
                        map[name] = member.Default?.DeepClone();
                }

                foreach (var (name, child) in map.ToList())
                {
                    if (schema.Member(name) is not { } member)
                        continue;
                    Apply(child, member);
                }

                break;
            case JsonArray list when schema.Items is { } element:
                foreach (var item in list)
                    Apply(item, element);
                break;
        }
    }
}
