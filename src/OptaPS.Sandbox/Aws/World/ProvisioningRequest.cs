using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Schemas;

namespace OptaPS.Sandbox.Aws.World;

/// <summary>A wish to create, update or delete a resource.</summary>
internal sealed record ProvisioningRequest(TypeSchema Schema, string Operation, string Identifier, JsonNode? Content, string ClientToken, string Region, string RequestId, string Creator)
{
    public const string Create = "CREATE";
    public const string Update = "UPDATE";
    public const string Delete = "DELETE";
}
