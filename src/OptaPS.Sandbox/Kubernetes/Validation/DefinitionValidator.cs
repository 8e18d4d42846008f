using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Custom resource definitions: names, versions, schemas, columns, subresources, what may not change.</summary>
internal sealed class DefinitionValidator : IKindValidator
{
    private const string Approval = "api-approved.kubernetes.io";
    private const string KindNote = "may have mixed case, but should otherwise match: ";

    /// <summary>Selectable fields of a version at most.</summary>
    private const int MostSelectable = 8;

    /// <summary>Formats of columns.</summary>
    private static readonly string[] Formats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];

    public IReadOnlyList<string> Storages { get; } = ["apiextensions.k8s.io/customresourcedefinitions"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        var spec = body.Map("spec") ?? [];
        var versions = spec.Objects("versions").ToList();
        var expected = spec.Text("names", "plural") + "." + spec.Text("group");
        if (body.Name() != expected && body.Name().Length > 0)
            found.Invalid("metadata.name", body.Name(), "must be spec.names.plural+\".\"+spec.group");
        Group(found, spec.Text("group") ?? "");
        if (spec.Text("scope") is null or "")
            found.Required("spec.scope");
        else
            found.OneOf("spec.scope", spec.Text("scope"), "Cluster", "Namespaced");
        Versions(found, versions, spec["versions"] is null);
        Conversion(found, spec.Map("conversion"));
        Names(found, spec.Map("names"));
        if (spec.Flag("preserveUnknownFields"))
            found.Invalid("spec.preserveUnknownFields", true, "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead");
        Schemas(found, versions);
        Stored(found, body, versions);
        if (IsProtected(spec.Text("group") ?? "") && body.Annotation(Approval) is null or "" && IsProtected(spec.Text("group") ?? ""))
            found.Required($"metadata.annotations[{Approval}]", $"protected groups must have approval annotation \"{Approval}\", see https://github.com/kubernetes/enhancements/pull/1111");
        if (old is not null)
        {
            found.Immutable("spec.group", spec["group"], old.At("spec", "group"));
            found.Immutable("spec.scope", spec["scope"], old.At("spec", "scope"));
            foreach (var name in new[] { "kind", "plural" })
                found.Immutable("spec.names." + name, spec.At("names", name), old.At("spec", "names", name));
        }

        return found;
    }

    private static bool IsProtected(string group) => group.EndsWith(".k8s.io", StringComparison.Ordinal) || group.EndsWith(".kubernetes.io", StringComparison.Ordinal) || group is "k8s.io" or "kubernetes.io";

    private static void Group(Findings found, string group)
    {
        if (group.Length == 0)
            found.Required("spec.group");
        else if (group.Split('.').Length < 2)
            found.Invalid("spec.group", group, "should be a domain with at least one dot");
        else
            found.Invalid("spec.group", group, NameRules.Subdomain(group));
    }

    private static void Versions(Findings found, List<JsonObject> versions, bool absent)
    {
        for (var i = 0; i < versions.Count; i++)
        {
            found.Invalid($"spec.versions[{i}].name", versions[i].Text("name") ?? "", NameRules.Label1035(versions[i].Text("name") ?? ""));
            if (versions[i].Text("deprecationWarning") is { } warning && !versions[i].Flag("deprecated"))
                found.Invalid($"spec.versions[{i}].deprecationWarning", warning, "can only be set for deprecated versions");
        }

        if (versions is [var only] && only.Text("name") is { Length: > 0 } single)
            found.Invalid("spec.version", single, NameRules.Label1035(single));
        var list = absent ? null : new JsonArray([.. versions.Select(version => (JsonNode)version.DeepClone())]);
        if (versions.Select(version => version.Text("name")).Distinct().Count() != versions.Count)
            found.Invalid("spec.versions", list, "must contain unique version names");
        else if (versions.Count(version => version.Flag("storage")) != 1)
            found.Invalid("spec.versions", list, "must have exactly one version marked as storage version");
    }

    private static void Conversion(Findings found, JsonObject? conversion)
    {
        if (conversion.Text("strategy") != "Webhook")
        {
            found.OneOf("spec.conversion.strategy", conversion.Text("strategy"), "None", "Webhook");
            if (conversion.List("webhook", "conversionReviewVersions") is { Count: > 0 })
                found.Forbidden("spec.conversion.conversionReviewVersions", "should not be set when strategy is not set to Webhook");
            return;
        }

        if (conversion.Map("webhook", "clientConfig") is null)
            found.Required("spec.conversion.webhookClientConfig", "required when strategy is set to Webhook");
        if (conversion.List("webhook", "conversionReviewVersions") is null or { Count: 0 })
            found.Required("spec.conversion.conversionReviewVersions");
    }

    private static void Names(Findings found, JsonObject? names)
    {
        foreach (var name in new[] { "plural", "singular", "kind", "listKind" })
        {
            if (names.Text(name) is null or "")
                found.Required("spec.names." + name);
        }

        foreach (var name in new[] { "plural", "singular" })
        {
            if (names.Text(name) is { Length: > 0 } text)
                found.Invalid("spec.names." + name, text, NameRules.Label1035(text));
        }

        foreach (var name in new[] { "kind", "listKind" })
        {
            if (names.Text(name) is { Length: > 0 } text)
                found.Invalid("spec.names." + name, text, NameRules.Label1035(text.ToLowerInvariant()).Select(message => KindNote + message));
        }

        var index = 0;
        foreach (var name in names.Texts("shortNames"))
            found.Invalid($"spec.names.shortNames[{index++}]", name, NameRules.Label1035(name));
        index = 0;
        foreach (var name in names.Texts("categories"))
            found.Invalid($"spec.names.categories[{index++}]", name, NameRules.Label1035(name));
        if (names.Text("kind") is { } kind && names.Text("listKind") == kind)
            found.Invalid("spec.names.listKind", kind, "kind and listKind may not be the same");
    }

    private static void Schemas(Findings found, List<JsonObject> versions)
    {
        for (var i = 0; i < versions.Count; i++)
        {
            // What all versions have in common is reported without the version.
            var at = versions.Count == 1 ? "spec" : $"spec.versions[{i}]";
            if (versions[i].Map("schema", "openAPIV3Schema") is not { } schema)
            {
                found.Required($"spec.versions[{i}].schema.openAPIV3Schema");
                continue;
            }

            StructuralRules.Check(found, schema, (versions.Count == 1 ? "spec.validation" : at + ".schema") + ".openAPIV3Schema");
            Selectable(found, versions[i], schema, at + ".selectableFields");
            Columns(found, versions[i], at + ".additionalPrinterColumns");
            Scale(found, versions[i].Map("subresources", "scale"), at + ".subresources.scale");
        }
    }

    private static void Selectable(Findings found, JsonObject version, JsonObject schema, string field)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var item in version.Objects("selectableFields"))
        {
            var at = $"{field}[{index++}].jsonPath";
            if (item.Text("jsonPath") is not { Length: > 0 } path)
            {
                found.Required(at);
                continue;
            }

            var (part, name, problem) = SchemaPath.Find(path, schema, allowsBrackets: false);
            if (problem is not null)
            {
                found.Invalid(at, path, "is an invalid path: " + problem);
                continue;
            }

            if (name == "metadata" || name.StartsWith("metadata.", StringComparison.Ordinal))
                found.Invalid(at, path, "must not point to fields in metadata");
            if (part.Text("type") is not ("string" or "boolean" or "integer"))
                found.Invalid(at, path, "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.");
            if (!seen.Add(name))
                found.Duplicate(at, path);
        }

        if (seen.Count > MostSelectable)
            found.Add(new FieldError("FieldValueTooMany", field, $"Too many: {seen.Count}: must have at most {MostSelectable} items"));
    }

    private static void Columns(Findings found, JsonObject version, string field)
    {
        var index = 0;
        foreach (var column in version.Objects("additionalPrinterColumns"))
        {
            var at = $"{field}[{index++}]";
            if (column.Text("name") is null or "")
                found.Required(at + ".name");
            if (column.Text("type") is not ("boolean" or "date" or "integer" or "number" or "string"))
                found.Invalid(at + ".type", column.Text("type") ?? "", "must be one of boolean,date,integer,number,string");
            if (column.Text("format") is { Length: > 0 } format && !Formats.Contains(format))
                found.Invalid(at + ".format", format, "must be one of " + string.Join(',', Formats));
            if (column.Text("jsonPath") is null or "")
                found.Required(at + ".JSONPath");
            else if (!column.Text("jsonPath")!.StartsWith('.'))
                found.Invalid(at + ".JSONPath", column.Text("jsonPath"), "must be a simple json path starting with .");
        }
    }

    private static void Scale(Findings found, JsonObject? scale, string field)
    {
        if (scale is null)
            return;
        foreach (var (name, root) in new[] { ("specReplicasPath", ".spec"), ("statusReplicasPath", ".status") })
        {
            var path = scale.Text(name) ?? "";
            if (path.Length == 0)
                found.Required($"{field}.{name}");
            else if (!path.StartsWith('.'))
                found.Invalid($"{field}.{name}", path, "must be a simple json path starting with .");
            else if (!path.StartsWith(root + ".", StringComparison.Ordinal))
                found.Invalid($"{field}.{name}", path, $"should be a json path under {root}");
        }
    }

    private static void Stored(Findings found, JsonObject body, List<JsonObject> versions)
    {
        var stored = body.Texts("status", "storedVersions").ToList();
        if (stored.Count == 0)
        {
            found.Invalid("status.storedVersions", null, "must have at least one stored version");
            return;
        }

        for (var i = 0; i < stored.Count; i++)
        {
            if (!versions.Exists(version => version.Text("name") == stored[i]))
            {
                found.Invalid($"status.storedVersions[{i}]", stored[i], $"missing from spec.versions; {stored[i]} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data"
                    + $" remains persisted in {stored[i]} and removes {stored[i]} from status.storedVersions");
            }
        }

        if (versions.FindLast(version => version.Flag("storage")).Text("name") is { } storage && !stored.Contains(storage))
            found.Invalid("status.storedVersions", body.At("status", "storedVersions"), "must have the storage version " + storage);
    }
}
