using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Engine.Resources;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Provider;

/// <summary>
/// The labels and annotations by which objects of a layer are recognised. Labels carry a form that is allowed in labels (for selectors),
/// annotations the exact text.
/// </summary>
public static class OwnershipMark
{
    /// <summary>The value of <c>app.kubernetes.io/managed-by</c>, and our field manager.</summary>
    public const string Manager = "optaps";

    /// <summary>Label of who manages an object.</summary>
    public const string ManagedBy = "app.kubernetes.io/managed-by";

    /// <summary>Label of the organisation.</summary>
    public const string Organization = "optaps.dev/organization";

    /// <summary>Label of the environment.</summary>
    public const string Environment = "optaps.dev/environment";

    /// <summary>Label (sanitised) and annotation (exact) of the layer.</summary>
    public const string Layer = "optaps.dev/layer";

    /// <summary>Annotation of the resource's address in its layer.</summary>
    public const string Address = "optaps.dev/address";

    private const int LongestLabel = 63;
    private const int HashLength = 8;

    /// <summary>Writes the mark into a document. Labels that the document sets itself are kept.</summary>
    public static void Write(JsonObject document, Ownership owner, string address)
    {
        var metadata = Child(document, "metadata");
        var labels = Child(metadata, "labels");
        labels.TryAdd(ManagedBy, Manager);
        labels[Organization] = LabelValue(owner.Organization);
        labels[Environment] = LabelValue(owner.Environment);
        labels[Layer] = LabelValue(owner.Layer);
        var annotations = Child(metadata, "annotations");
        annotations[Layer] = owner.Layer;
        annotations[Address] = address;
    }

    /// <summary>True when a live object carries the layer's mark, and (when it names one) this address.</summary>
    public static bool IsOwned(JsonObject live, Ownership owner, string? address) =>
        live.GetLabel(Layer) == LabelValue(owner.Layer)
        && live.GetLabel(Environment) == LabelValue(owner.Environment)
        && (live.GetLabel(Organization) ?? LabelValue(owner.Organization)) == LabelValue(owner.Organization)
        && (address is null || live.GetAnnotation(Address) is not { } marked || marked == address);

    /// <summary>Who an object belongs to, in words.</summary>
    public static string Describe(JsonObject live)
    {
        if ((live.GetAnnotation(Layer) ?? live.GetLabel(Layer)) is { } layer)
            return $"layer {layer}{(live.GetAnnotation(Address) is { } address ? $", resource {address}" : "")}";
        if (live.GetAnnotation("meta.helm.sh/release-name") is { } release)
            return $"Helm release {live.GetAnnotation("meta.helm.sh/release-namespace")}/{release}";
        return live.GetLabel(ManagedBy) is { } manager ? $"something managed by {manager}" : "nobody that OptaPS knows";
    }

    /// <summary>The label selector of everything in a layer.</summary>
    public static string SelectorOf(Ownership owner) =>
        $"{Organization}={LabelValue(owner.Organization)},{Environment}={LabelValue(owner.Environment)},{Layer}={LabelValue(owner.Layer)}";

    /// <summary>A text in the form that label values allow: other characters become dots, long texts end in a hash.</summary>
    public static string LabelValue(string text)
    {
        var value = new string([.. text.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '.')]).Trim('-', '_', '.');
        if (value.Length <= LongestLabel)
            return value;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];
        return $"{value[..(LongestLabel - HashLength - 1)]}-{hash}";
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child)
            return child;
        child = [];
        parent[name] = child;
        return child;
    }
}
