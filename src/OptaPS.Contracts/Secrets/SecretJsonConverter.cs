using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptaPS.Secrets;

/// <summary>Writes the mask; refuses to read, because a secret never travels in clear JSON.</summary>
public sealed class SecretJsonConverter : JsonConverter<Secret>
{
    /// <summary>Always throws <see cref="JsonException"/>.</summary>
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new JsonException("A secret cannot be read from clear JSON.");

    /// <summary>Writes <see cref="Secret.Mask"/>.</summary>
    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Secret.Mask);
}
