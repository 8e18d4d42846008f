using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Providers;

namespace OptaPS.Configuration.Documentation;

/// <summary>Writes a JSON Schema (draft 7, which YAML editors read) for OptaPS files.</summary>
public static class JsonSchemaWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as text. With a cloud, short types mean that cloud's modules only.</summary>
    public static string Write(ModuleSchemaCatalog catalog, CloudKind? cloud = null) => Build(catalog, cloud).ToJsonString(Indented) + "\n";

    /// <summary>The schema as a document.</summary>
    public static JsonObject Build(ModuleSchemaCatalog catalog, CloudKind? cloud = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var schemas = catalog.All.Where(schema => cloud is null || schema.Clouds.Contains(cloud.Value)).ToList();
        var definitions = new JsonObject { ["module"] = Module(schemas), ["reference"] = Reference() };
        foreach (var schema in schemas)
        {
            definitions[schema.Type] = ModuleType(schema);
        }

        return new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "OptaPS environment or service file",
            ["type"] = "object",
            ["required"] = new JsonArray("name", "modules"),
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject
            {
                ["name"] = Text("Name of the layer.", "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"),
                ["org_name"] = Text("Name of the organisation.", "^[a-z0-9-]{0,15}$"),
                ["providers"] = Providers(cloud),
                ["cluster"] = Map("The kubeconfig context of a cluster of your own.", [], "context", "kubeconfig"),
                ["environments"] = new JsonObject
                {
                    ["type"] = "array", ["minItems"] = 1, ["description"] = "The environments that a service may go to.",
                    ["items"] = new JsonObject
                    {
                        ["type"] = "object", ["required"] = new JsonArray("name", "path"), ["additionalProperties"] = false,
                        ["properties"] = new JsonObject
                        {
                            ["name"] = Text("Name for --env."), ["path"] = Text("Path of the environment file."),
                            ["variables"] = new JsonObject { ["type"] = "object" }, ["vars"] = new JsonObject { ["type"] = "object" },
                        },
                    },
                },
                ["input_variables"] = new JsonObject
                {
                    ["type"] = "array", ["description"] = "Variables for {vars.<name>}.",
                    ["items"] = new JsonObject
                    {
                        ["type"] = "object", ["required"] = new JsonArray("name"), ["additionalProperties"] = false,
                        ["properties"] = new JsonObject { ["name"] = Text("Name of the variable."), ["description"] = Text("What it is for."), ["default"] = new JsonObject() },
                    },
                },
                ["modules"] = new JsonObject { ["type"] = "array", ["description"] = "The modules, in order.", ["items"] = new JsonObject { ["$ref"] = "#/definitions/module" } },
            },
            ["definitions"] = definitions,
        };
    }

    private static JsonObject Module(List<ModuleSchema> schemas)
    {
        var names = schemas.SelectMany(schema => (string[])[schema.Type, .. schema.Aliases]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var branches = names.Select(name =>
        {
            var types = schemas.Where(schema => schema.Type == name || schema.Aliases.Contains(name, StringComparer.Ordinal)).ToList();
            JsonNode then = types.Count == 1
                ? new JsonObject { ["$ref"] = "#/definitions/" + types[0].Type }
                : new JsonObject { ["anyOf"] = new JsonArray([.. types.Select(type => (JsonNode)new JsonObject { ["$ref"] = "#/definitions/" + type.Type })]) };
            return (JsonNode)new JsonObject
            {
                ["if"] = new JsonObject { ["required"] = new JsonArray("type"), ["properties"] = new JsonObject { ["type"] = new JsonObject { ["const"] = name } } },
                ["then"] = then,
            };
        });
        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("type"),
            ["properties"] = new JsonObject { ["type"] = new JsonObject { ["description"] = "The module type.", ["enum"] = Array(names) } },
            ["allOf"] = new JsonArray([.. branches]),
        };
    }

    private static JsonObject ModuleType(ModuleSchema schema)
    {
        var properties = new JsonObject
        {
            ["type"] = new JsonObject(),
            ["name"] = Text("Name of the module.", "^[A-Za-z0-9]+$"),
            ["depends_on"] = new JsonObject { ["type"] = "array", ["description"] = "Modules that must be ready first.", ["items"] = new JsonObject { ["type"] = "string" } },
        };
        foreach (var input in schema.Inputs)
        {
            properties[input.Name] = Input(input);
        }

        return new JsonObject
        {
            ["description"] = schema.About,
            ["type"] = "object",
            ["required"] = Array(["type", .. schema.Inputs.Where(input => input.Required).Select(input => input.Name)]),
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
    }

    private static JsonObject Input(InputSchema input)
    {
        var result = Value(input.Value);
        result["description"] = input.About;
        if (input.Default?.ToJson() is { } value)
        {
            result["default"] = value;
        }

        if (input.Deprecated is not null || input.NoEffect)
        {
            result["deprecated"] = true;
        }

        return result;
    }

    private static JsonObject Value(ValueSchema value)
    {
        if (value.Kinds.Count == 0)
        {
            return [];
        }

        var choices = value.Kinds.SelectMany(kind => Kind(kind, value)).ToList();

        // Every value but plain text may also be a reference, which is text in the file.
        if (!value.Kinds.Contains(ValueKind.Text))
        {
            choices.Add(new JsonObject { ["$ref"] = "#/definitions/reference" });
        }
        else if (choices.Exists(choice => choice.ContainsKey("enum") || choice.ContainsKey("pattern")))
        {
            choices.Add(new JsonObject { ["$ref"] = "#/definitions/reference" });
        }

        return choices.Count == 1 ? choices[0] : new JsonObject { ["anyOf"] = new JsonArray([.. choices]) };
    }

    private static IEnumerable<JsonObject> Kind(ValueKind kind, ValueSchema value)
    {
        switch (kind)
        {
            case ValueKind.Text:
                var text = new JsonObject { ["type"] = "string" };
                if (value.Allowed.Count > 0)
                {
                    text["enum"] = Array(value.Allowed);
                }
                else if (value.Pattern is { } pattern)
                {
                    text["pattern"] = $"^(?:{pattern})$";
                }

                yield return text;
                break;
            case ValueKind.Integer or ValueKind.IntegerText or ValueKind.Number:
                var number = new JsonObject { ["type"] = kind == ValueKind.Number ? "number" : "integer" };
                if (value.Allowed.Count > 0)
                {
                    number["enum"] = new JsonArray([.. value.Allowed.Select(item => (JsonNode)long.Parse(item))]);
                }

                if (value.Minimum is { } minimum)
                {
                    number["minimum"] = minimum;
                }

                if (value.Maximum is { } maximum)
                {
                    number["maximum"] = maximum;
                }

                yield return number;
                if (kind == ValueKind.IntegerText)
                {
                    yield return new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]+$" };
                }

                break;
            case ValueKind.Boolean:
                yield return new JsonObject { ["type"] = "boolean" };
                break;
            case ValueKind.List:
                var list = new JsonObject { ["type"] = "array" };
                if (value.Items is { } items)
                {
                    list["items"] = Value(items);
                }

                if (value.MinimumItems is { } least)
                {
                    list["minItems"] = least;
                }

                if (value.MaximumItems is { } most)
                {
                    list["maxItems"] = most;
                }

                if (value.Unique)
                {
                    list["uniqueItems"] = true;
                }

                yield return list;
                break;
            default:
                yield return MapKind(value);
                break;
        }
    }

    private static JsonObject MapKind(ValueSchema value)
    {
        var map = new JsonObject { ["type"] = "object" };
        if (value.Properties.Count > 0)
        {
            map["additionalProperties"] = false;
            map["properties"] = new JsonObject(value.Properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)Input(property))));
            map["required"] = Array(value.Properties.Where(property => property.Required).Select(property => property.Name));
            if (value.ExactlyOne)
            {
                map["minProperties"] = 1;
                map["maxProperties"] = 1;
            }
        }
        else if (value.Values is { } values)
        {
            map["additionalProperties"] = Value(values);
        }

        return map;
    }

    private static JsonObject Reference() => new()
    {
        ["type"] = "string", ["description"] = "A reference that stands alone: {vars.<name>}, {parent.<output>} or ${{module.<name>.<output>}}.", ["pattern"] = @"^(\{[a-z_].*\}|\$\{\{.*\}\})$",
    };

    private static JsonObject Providers(CloudKind? cloud)
    {
        var all = new (CloudKind Kind, string Name, JsonObject Schema)[]
        {
            (CloudKind.Aws, "aws", Provider("An AWS account and region.", "region", "account_id")),
            (CloudKind.Google, "google", Provider("A Google Cloud project and region.", "region", "project")),
            (CloudKind.Azure, "azurerm", Provider("An Azure subscription and location.", "location", "tenant_id", "subscription_id")),
            (CloudKind.Local, "local", Provider("A cluster on this machine.")),
        };
        return new JsonObject
        {
            ["type"] = "object", ["description"] = "The cloud of the environment.", ["minProperties"] = 1, ["maxProperties"] = 1, ["additionalProperties"] = false,
            ["properties"] = new JsonObject(all.Where(item => cloud is null || item.Kind == cloud).Select(item => KeyValuePair.Create(item.Name, (JsonNode?)item.Schema))),
        };
    }

    private static JsonObject Provider(string about, params string[] keys) => Map(about, keys, keys);

    private static JsonObject Map(string about, string[] required, params string[] keys) => new()
    {
        ["type"] = "object", ["description"] = about, ["required"] = Array(required), ["additionalProperties"] = false,
        ["properties"] = new JsonObject(keys.Select(key => KeyValuePair.Create(key, (JsonNode?)new JsonObject { ["type"] = key == "account_id" ? new JsonArray("string", "integer") : "string" }))),
    };

    private static JsonObject Text(string about, string? pattern = null)
    {
        var result = new JsonObject { ["type"] = "string", ["description"] = about };
        if (pattern is not null)
        {
            result["pattern"] = pattern;
        }

        return result;
    }

    private static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
