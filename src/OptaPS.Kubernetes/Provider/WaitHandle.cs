using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Provider;

/// <summary>What a wait is polled with; survives the process.</summary>
/// <param name="Verb"><c>ready</c> or <c>gone</c>.</param>
/// <param name="Identifier">The object.</param>
/// <param name="Since">When the wait began.</param>
internal sealed record WaitHandle(string Verb, ObjectIdentifier Identifier, DateTimeOffset Since)
{
    public const string Ready = "ready";
    public const string Gone = "gone";

    /// <exception cref="FormatException">The text is no handle of ours.</exception>
    public static WaitHandle Parse(string text)
    {
        try
        {
            if (JsonNode.Parse(text) is JsonObject document && document.Text("verb") is { } verb && document.Text("id") is { } id
                && DateTimeOffset.TryParse(document.Text("since"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since))
                return new(verb, ObjectIdentifier.Parse(id), since);
        }
        catch (JsonException)
        {
            // Reported below like every other text that is no handle.
        }

        throw new FormatException($"'{text}' is no wait handle of the kubernetes provider.");
    }

    public override string ToString() => new JsonObject { ["verb"] = Verb, ["id"] = Identifier.ToString(), ["since"] = Since.ToString("o", CultureInfo.InvariantCulture) }.ToJsonString();
}
