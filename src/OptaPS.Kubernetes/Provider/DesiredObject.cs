using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Resources;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Provider;

/// <summary>Turns the document of a resource into the object that is applied.</summary>
internal static class DesiredObject
{
    /// <summary>The complete intent: apiVersion and kind of the type, the ownership mark, and a Secret's <c>stringData</c> as <c>data</c>.</summary>
    public static JsonObject Build(string typeName, JsonObject desired, Ownership owner, string address)
    {
        var kind = GroupVersionKind.Parse(typeName);
        var document = new JsonObject { ["apiVersion"] = kind.ApiVersion, ["kind"] = kind.Kind };
        foreach (var (name, value) in desired)
            if (name is not ("apiVersion" or "kind"))
                document[name] = value?.DeepClone();
        if (kind is { Group: "", Kind: "Secret" })
            EncodeStrings(document);
        OwnershipMark.Write(document, owner, address);
        return document;
    }

    // stringData is write-only on the server: owned as a field that never comes back. data says the same and can be compared.
    private static void EncodeStrings(JsonObject secret)
    {
        if (secret["stringData"] is not JsonObject strings || ExpressionReader.IsExpression(strings))
            return;
        var data = secret["data"] as JsonObject ?? [];
        secret.Remove("stringData");
        foreach (var (name, value) in strings)
            data[name] = ExpressionReader.IsExpression(value) ? Expression.Base64(value!.DeepClone()) : Convert.ToBase64String(Encoding.UTF8.GetBytes(value?.ToString() ?? ""));
        secret["data"] = data.Parent is null ? data : data.DeepClone();
    }
}
