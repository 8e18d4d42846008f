using System.Text.Json.Serialization;

namespace OptaPS.Sandbox.Aws.World;

/// <summary>Where a resource is in its life.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ResourceState>))]
internal enum ResourceState
{
    Creating,
    Active,
    Deleting
}
