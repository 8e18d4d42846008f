using System.Text.Json.Serialization;
using OptaPS.Secrets;

namespace OptaPS.Objects;

/// <summary>A named output of an environment or service.</summary>
/// <param name="EnvironmentName">The environment.</param>
/// <param name="ServiceName">The service, or null.</param>
/// <param name="Name">The output's name.</param>
/// <param name="Value">Its value as JSON text, or the mask when sensitive.</param>
/// <param name="Sensitive">True when the value is masked.</param>
public sealed record OutputValue(string EnvironmentName, string? ServiceName, string Name, string Value, bool Sensitive)
{
    /// <summary>The value of a sensitive output, when the request asked for it; masked in every rendering.</summary>
    [JsonIgnore]
    public Secret? Secret { get; init; }
}
