using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>
/// The hash of a pod template that the real deployment controller puts into names and labels: a 32-bit FNV-1a hash of a text that shows every field of the
/// template's type, set or not, in the order of its declaration.
/// </summary>
internal static class TemplateHash
{
    private const uint Start = 2166136261;
    private const uint Prime = 16777619;

    /// <summary>The hash.</summary>
    /// <param name="template">The template with its defaults.</param>
    /// <param name="collisions">How often the name was taken already; null when never.</param>
    public static string Of(JsonObject template, long? collisions)
    {
        // A template that cannot be shown as there still has a hash of the same form.
        var text = TemplateText.Write(template) ?? JsonText.ToText(template);
        var hash = Start;
        foreach (var part in Encoding.UTF8.GetBytes(text).Concat(collisions is { } count ? BitConverter.GetBytes((long)(uint)count) : []))
            hash = (hash ^ part) * Prime;
        return string.Concat(hash.ToString(CultureInfo.InvariantCulture).Select(digit => Objects.NameGenerator.Alphabet[digit % Objects.NameGenerator.Alphabet.Length]));
    }
}
