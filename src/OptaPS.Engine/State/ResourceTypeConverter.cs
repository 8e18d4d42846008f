using System.Text.Json;
using System.Text.Json.Serialization;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.State;

/// <summary>Writes a resource type as <c>provider:name</c>.</summary>
internal sealed class ResourceTypeConverter : JsonConverter<ResourceType>
{
    public override ResourceType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ResourceType.Parse(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, ResourceType value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
