namespace OptaPS.Kubernetes.Objects;

/// <summary>Names a kind of object: API group (empty for the core group), version and kind.</summary>
/// <param name="Group">The API group, for example <c>apps</c>; empty for the core group.</param>
/// <param name="Version">The version in the group, for example <c>v1</c>.</param>
/// <param name="Kind">The kind, for example <c>Deployment</c>.</param>
public readonly record struct GroupVersionKind(string Group, string Version, string Kind)
{
    /// <summary>The <c>apiVersion</c> member of objects of this kind: <c>apps/v1</c>, or <c>v1</c> for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Makes a kind of an object's <c>apiVersion</c> and <c>kind</c>.</summary>
    public static GroupVersionKind Of(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new("", apiVersion, kind) : new(apiVersion[..slash], apiVersion[(slash + 1)..], kind);
    }

    /// <summary>Reads the form that <see cref="ToString"/> writes: <c>apps/v1/Deployment</c>, <c>v1/Namespace</c>.</summary>
    /// <exception cref="FormatException">There are not two or three parts with text in each.</exception>
    public static GroupVersionKind Parse(string text)
    {
        var parts = text.Split('/');
        return parts.Length is 2 or 3 && parts.All(part => part.Length > 0)
            ? Of(text[..text.LastIndexOf('/')], parts[^1])
            : throw new FormatException($"'{text}' is not a kind; expected apiVersion/Kind, for example apps/v1/Deployment.");
    }

    /// <summary>Returns <c>apiVersion/Kind</c>.</summary>
    public override string ToString() => $"{ApiVersion}/{Kind}";
}
