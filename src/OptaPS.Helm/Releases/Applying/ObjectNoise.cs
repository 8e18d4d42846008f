using System.Text.Json.Nodes;

namespace OptaPS.Helm.Releases.Applying;

/// <summary>Parts of an object that the server writes and nobody asked for.</summary>
internal static class ObjectNoise
{
    private static readonly string[] Metadata = ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"];

    /// <summary>A copy without them.</summary>
    public static JsonObject Remove(JsonObject document)
    {
        var copy = (JsonObject)document.DeepClone();
        copy.Remove("status");
        if (copy["metadata"] is JsonObject metadata)
        {
            foreach (var name in Metadata)
                metadata.Remove(name);
        }

        return copy;
    }
}
