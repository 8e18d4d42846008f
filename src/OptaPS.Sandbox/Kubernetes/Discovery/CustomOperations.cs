using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Discovery;

/// <summary>The paths of a custom kind in OpenAPI v3, with the parameters that the recorded document of the apps group describes.</summary>
internal sealed class CustomOperations(ResourceKind kind, string definition)
{
    private const string Meta = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static readonly string[] Bodies = ["application/json", "application/yaml"];
    private static readonly string[] Patches = ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"];
    private static readonly string[] Listing =
        ["allowWatchBookmarks", "continue", "fieldSelector", "labelSelector", "limit", "resourceVersion", "resourceVersionMatch", "sendInitialEvents", "shardSelector", "timeoutSeconds", "watch"];

    private static readonly string[] Writing = ["dryRun", "fieldManager", "fieldValidation"];
    private static readonly string[] Deleting = ["dryRun", "gracePeriodSeconds", "ignoreStoreReadErrorWithClusterBreakingPotential", "orphanDependents", "propagationPolicy"];

    private static readonly Lazy<Dictionary<string, JsonObject>> Parameters = new(() => Named(RecordedSchemas.AppsPaths.SelectMany(path => path.Value!.AsObject())));

    /// <summary>Parameters of patches have remarks of their own.</summary>
    private static readonly Lazy<Dictionary<string, JsonObject>> PatchParameters = new(() => Named(RecordedSchemas.AppsPaths.SelectMany(path => path.Value!.AsObject()).Where(part => part.Key == "patch")));

    private readonly string scope = kind.Namespaced ? "Namespaced" : "";

    public void AddTo(JsonObject paths)
    {
        var plain = $"/apis/{kind.Group}/{kind.Version}/{kind.Plural}";
        var root = kind.Namespaced ? $"/apis/{kind.Group}/{kind.Version}/namespaces/{{namespace}}/{kind.Plural}" : plain;
        paths[root] = new JsonObject
        {
            ["get"] = Operation("list", "list objects of kind " + kind.Kind, "list", scope + kind.Kind, Listing, null, definition + "List", 200),
            ["post"] = Operation("post", "create" + Article() + kind.Kind, "create", scope + kind.Kind, Writing, Content(Bodies, definition), definition, 200, 201, 202),
            ["delete"] = Operation("deletecollection", "delete collection of " + kind.Kind, "delete", "Collection" + scope + kind.Kind, Listing, null, Meta + "Status", 200),
            ["parameters"] = Shared(named: false)
        };
        var one = Item("", "", definition);
        one["delete"] = Operation("delete", "delete" + Article() + kind.Kind, "delete", scope + kind.Kind, Deleting, Content(Bodies, Meta + "DeleteOptions", required: false), Meta + "Status", 200, 202);
        paths[root + "/{name}"] = one;
        foreach (var (name, sub) in kind.Subresources)
            paths[$"{root}/{{name}}/{name}"] = Item(char.ToUpperInvariant(name[0]) + name[1..], name + " of ", sub.Kind == "Scale" ? "io.k8s.api.autoscaling.v1.Scale" : definition);
        if (kind.Namespaced)
        {
            var all = Operation("list", "list objects of kind " + kind.Kind, "list", kind.Kind + "ForAllNamespaces", [], null, definition + "List", 200);
            all.Remove("parameters");
            paths[plain] = new JsonObject { ["get"] = all, ["parameters"] = Known(Listing.Append("pretty").Order(StringComparer.Ordinal)) };
        }
    }

    private JsonObject Item(string suffix, string part, string type) => new()
    {
        ["get"] = Operation("get", $"read {part}the specified {kind.Kind}", "read", scope + kind.Kind + suffix, ["resourceVersion"], null, type, 200),
        ["put"] = Operation("put", $"replace {part}the specified {kind.Kind}", "replace", scope + kind.Kind + suffix, Writing, Content(Bodies, type), type, 200, 201),
        ["patch"] = Operation("patch", $"partially update {part}the specified {kind.Kind}", "patch", scope + kind.Kind + suffix, [.. Writing, "force"], Content(Patches, Meta + "Patch"), type, 200),
        ["parameters"] = Shared(named: true)
    };

    private JsonObject Operation(string action, string description, string verb, string subject, IEnumerable<string> parameters, JsonObject? body, string answer, params ReadOnlySpan<int> statuses)
    {
        var group = kind.Group.EndsWith(".k8s.io", StringComparison.Ordinal) ? kind.Group[..^".k8s.io".Length] : kind.Group;
        var result = new JsonObject
        {
            ["tags"] = new JsonArray(Identifier(group, capital: false) + "_" + kind.Version),
            ["description"] = description,
            ["operationId"] = verb + Identifier(group, capital: true) + Identifier(kind.Version, capital: true) + subject,
            ["parameters"] = Known(parameters, action == "patch" ? PatchParameters : Parameters)
        };
        if (body is not null)
            result["requestBody"] = body;
        var responses = result.Ensure("responses");
        foreach (var status in statuses)
        {
            var response = Content(Bodies, answer, required: false);
            response["description"] = status switch { 200 => "OK", 201 => "Created", _ => "Accepted" };
            responses[status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = response;
        }

        responses["401"] = new JsonObject { ["description"] = "Unauthorized" };
        result["x-kubernetes-action"] = action;
        result["x-kubernetes-group-version-kind"] = new JsonObject { ["group"] = kind.Group, ["version"] = kind.Version, ["kind"] = kind.Kind };
        return result;
    }

    private JsonArray Shared(bool named)
    {
        var result = Known(kind.Namespaced ? ["namespace", "pretty"] : ["pretty"]);
        if (named)
        {
            var name = Parameters.Value["name"].Copy();
            name["description"] = "name of the " + kind.Kind;
            result.Insert(0, name);
        }

        return result;
    }

    private static JsonArray Known(IEnumerable<string> names, Lazy<Dictionary<string, JsonObject>>? from = null) => JsonWrite.ToArray(names.Select(name => (JsonNode)(from ?? Parameters).Value[name].Copy()));

    private static Dictionary<string, JsonObject> Named(IEnumerable<KeyValuePair<string, JsonNode?>> parts) => parts
        .SelectMany(part => part.Value is JsonArray shared ? shared.OfType<JsonObject>() : part.Value.Objects("parameters"))
        .DistinctBy(parameter => parameter.Text("name")).ToDictionary(parameter => parameter.Text("name")!, StringComparer.Ordinal);

    private static JsonObject Content(IEnumerable<string> types, string schema, bool required = true)
    {
        var result = new JsonObject
        {
            ["content"] = new JsonObject(types.Select(type => KeyValuePair.Create(type, (JsonNode?)new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/" + schema } })))
        };
        if (required)
            result["required"] = true;
        return result;
    }

    /// <summary>The article before the kind in a sentence; names in the plural have none.</summary>
    private string Article() => kind.Kind.EndsWith('s') && !kind.Kind.EndsWith("ss", StringComparison.Ordinal) ? " " : "AEIOUaeiou".Contains(kind.Kind[0], StringComparison.Ordinal) ? " an " : " a ";

    /// <summary>A name as one word: what follows a sign begins with a capital letter.</summary>
    private static string Identifier(string name, bool capital)
    {
        var result = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter == '_')
            {
                result.Append(capital ? char.ToUpperInvariant(letter) : letter);
                capital = false;
            }
            else
            {
                capital = true;
            }
        }

        return result.ToString();
    }
}
