using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>Sets default values by the type of every part of an object.</summary>
internal static class Defaulter
{
    public static void Apply(JsonObject body, ResourceKind kind, Cluster cluster)
    {
        if (kind.Custom is not null)
        {
            if (kind.Custom.Schema is { } custom)
                Crds.CustomDefaulter.Apply(body, custom);
            return;
        }

        if (kind.Schema is { } schema)
            Visit(body, schema);
    }

    private static void Visit(JsonObject value, SchemaNode schema, bool nested = false)
    {
        // The jobs that a cron job will make get their own defaults when they are made.
        var plain = nested && schema.TypeName == "io.k8s.api.batch.v1.JobSpec";
        if (schema.TypeName.Length > 0 && !plain)
        {
            DefaultRules.Before(schema.TypeName, value);
            if (DataFiles.Defaults.Map(schema.TypeName) is { } defaults)
            {
                foreach (var (name, standard) in defaults)
                {
                    if (standard is null ? !value.ContainsKey(name) : value[name] is null)
                        value[name] = standard?.DeepClone();
                    else if (standard is JsonObject parts && name == "status" && value[name] is JsonObject present)
                        Merge(present, parts);
                }
            }
        }

        if (schema.IsFree)
            return;
        foreach (var (name, child) in value.ToList())
        {
            if (schema.Member(name) is not { } member)
                continue;
            if (child is JsonObject map)
            {
                Visit(map, member, schema.TypeName == "io.k8s.api.batch.v1.JobTemplateSpec");
            }
            else if (child is JsonArray list && member.Items is { } element)
            {
                foreach (var item in list.OfType<JsonObject>())
                    Visit(item, element);
            }
        }

        if (schema.TypeName.Length > 0)
            DefaultRules.After(schema.TypeName, value);
    }

    private static void Merge(JsonObject target, JsonObject defaults)
    {
        foreach (var (name, value) in defaults)
        {
            if (!target.ContainsKey(name))
                target[name] = value?.DeepClone();
        }
    }
}
