using System.Text.Json.Nodes;
using OptaPS.Engine.Providers;

namespace OptaPS.Engine.Planning.Policies;

/// <summary>Something that a rule can be about: a resource, or an object inside one.</summary>
/// <param name="Address">The resource's address.</param>
/// <param name="Name">What to call it in a finding.</param>
/// <param name="Type">Its type, <c>provider:name</c>.</param>
/// <param name="Action">What is done with it.</param>
/// <param name="Document">Its document, with secrets in clear.</param>
internal sealed record PolicySubject(string Address, string Name, string Type, PlannedAction Action, JsonNode? Document)
{
    /// <summary>The resource, then the objects inside it.</summary>
    internal static IEnumerable<PolicySubject> Of(PlannedResource resource)
    {
        var document = resource.Action is PlannedAction.Delete or PlannedAction.Adopt ? resource.Live?.Properties ?? resource.Desired : resource.Desired;
        yield return new PolicySubject(resource.Address, resource.Address, resource.Type.ToString(), resource.Action, document);
        foreach (var child in resource.Children.Where(child => child.Type.Length > 0 && child.Action != PlannedAction.None))
            yield return new PolicySubject(resource.Address, $"{resource.Address}: {child.Name}", child.Type, child.Action, child.Document);
    }
}
