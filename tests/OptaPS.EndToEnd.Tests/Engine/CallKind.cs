using System.Text.Json.Nodes;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>Calls of one operation of a service, of Cloud Control those for one type of resource.</summary>
internal sealed record CallKind(string Service, string Operation, string Resource)
{
    /// <summary>The kind of call that an entry of the request log is of.</summary>
    public static CallKind Of(JsonNode entry)
    {
        var service = (string)entry["service"]!;
        var kind = service.StartsWith("kubernetes:", StringComparison.Ordinal) ? "kubernetes:*" : service;
        return new(kind, (string)entry["operation"]!, kind == "cloudcontrolapi" && (string?)entry["resourceType"] is { Length: > 0 } type ? type : "*");
    }

    /// <summary>A rule that strikes these calls; or the operations that they start, null when they start none.</summary>
    public JsonObject? Rule(bool ofOperations)
    {
        var operation = !ofOperations ? Operation : Operation is "CreateResource" or "UpdateResource" or "DeleteResource" ? Operation[..6].ToUpperInvariant() : null;
        return operation is null ? null : new() { ["service"] = Service, ["operation"] = operation, ["resource"] = Resource };
    }

    public override string ToString() => $"{Service} {Operation} {Resource}".Replace(" *", "", StringComparison.Ordinal);
}
