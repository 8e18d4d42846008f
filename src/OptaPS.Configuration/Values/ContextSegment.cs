using System.Text.Json.Nodes;

namespace OptaPS.Configuration.Values;

/// <summary>A fact of the run that the file cannot know.</summary>
/// <param name="Name"><c>state_storage</c>, <c>kubeconfig</c> or <c>k8s_access_token</c> (the last one is sensitive).</param>
public sealed record ContextSegment(string Name) : TextSegment
{
    /// <inheritdoc/>
    public override JsonObject ToJson() => new() { ["kind"] = "context", ["name"] = Name };

    /// <summary>Returns the form that the file uses.</summary>
    public override string ToString() => "{" + Name + "}";
}
