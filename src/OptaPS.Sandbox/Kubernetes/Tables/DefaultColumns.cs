using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Tables;

/// <summary>Name and creation time, for kinds without columns of their own.</summary>
internal static class DefaultColumns
{
    public const string NameDescription = "Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names";

    public static JsonArray Definitions() =>
    [
        Column("Name", "string", "name", NameDescription),
        Column("Created At", "date", "", "CreationTimestamp is a timestamp representing the server time when this object was created.")
    ];

    public static JsonObject Column(string name, string type, string format, string description, long priority = 0) => new()
    {
        ["name"] = name,
        ["type"] = type,
        ["format"] = format,
        ["description"] = description,
        ["priority"] = priority
    };

    public static JsonArray Cells(Cluster cluster, JsonObject body) => [body.Name(), body.Text("metadata", "creationTimestamp")];
}
