using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Providers;
using OptaPS.Configuration.Tests.Catalog;

namespace OptaPS.Configuration.Tests.Fuzzing;

/// <summary>Any valid environment means the same after it was written out again, in block or flow style.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly TestFolder folder = new();

    public RoundTripTests()
    {
        folder.Write("some-file.txt", "content");
        Directory.CreateDirectory(Path.Combine(folder.Path, "some-folder"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ValidDocument_RoundTrips()
    {
        var check = Prop.ForAll(Documents().ToArbitrary(), text =>
        {
            var first = Load(text);
            var written = Write(first);
            var second = Load(written);
            return (Meaning(first) == Meaning(second) && Meaning(second) == Meaning(Load(JsonNode.Parse(Json(first))!.ToJsonString()))).Label(text);
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(20260816, 7), check);
    }

    // One to four modules of different types with a random part of their inputs, so that no cross-field rule is touched: those have their own tests.
    private static Gen<string> Documents()
    {
        var catalog = ModuleSchemaCatalog.Default;
        var types = catalog.All.Where(schema => schema.Clouds.Contains(CloudKind.Aws) && schema.Needs.Count == 0).Select(Plain).ToArray();
        return from modules in Gen.SubListOf(types)
               where modules.Count is > 0 and <= 4
               from seed in Gen.Choose(0, int.MaxValue)
               select Document([.. modules], new System.Random(seed));
    }

    private static ModuleSchema Plain(ModuleSchema schema) =>
        schema with { Inputs = [.. schema.Inputs.Where(input => input.Required || !schema.Rules.Any(rule => rule.Inputs.Contains(input.Name))).Where(input => input.Name is not ("links" or "attributes" or "linked_module"))] };

    private static string Document(IReadOnlyList<ModuleSchema> modules, System.Random random)
    {
        var text = new StringBuilder("name: generated\norg_name: acme\nproviders: {aws: {region: eu-west-1, account_id: 000000000012}}\nmodules:\n");
        foreach (var schema in modules)
        {
            text.Append($"- type: {schema.Type}\n");
            foreach (var input in schema.Inputs.Where(input => input.Required || random.Next(2) == 0))
            {
                text.Append($"  {input.Name}: {SampleValues.Valid(input.Value)}\n");
            }

            text.Append(schema.Type switch
            {
                "aws-dynamodb" => "  attributes: [{name: plain words, type: S}]\n",
                "aws-iam-role" => "  allowed_iams: ['arn:aws:iam::111122223333:user/one']\n",
                "cloudfront-distribution" => "  bucket_name: one\n  origin_access_identity_path: two\n",
                "custom-terraform" => "  source: ./one\n",
                _ => string.Empty,
            });
        }

        return text.ToString();
    }

    private EnvironmentFile Load(string text)
    {
        var result = ConfigurationLoader.LoadTextAsync("generated.yaml", text, folder.Options).GetAwaiter().GetResult();
        Assert.True(result.Success, string.Join('\n', result.Diagnostics) + "\n" + text);
        return (EnvironmentFile)result.Document;
    }

    private static string Meaning(EnvironmentFile file) => Json(file) + string.Join(';', file.Modules.Select(module => string.Join(',', module.Inputs.Entries.Where(entry => entry.Value.IsDefault).Select(entry => entry.Key).Order(StringComparer.Ordinal))));

    private static string Json(EnvironmentFile file)
    {
        var provider = (AwsProvider)file.Provider;
        return new JsonObject
        {
            ["name"] = file.Name,
            ["org_name"] = file.OrgName,
            ["providers"] = new JsonObject { ["aws"] = new JsonObject { ["region"] = provider.Region, ["account_id"] = provider.AccountId } },
            ["modules"] = new JsonArray([.. file.Modules.Select(module =>
            {
                var entry = new JsonObject { ["type"] = module.Type };
                foreach (var input in module.Inputs.Entries.Where(input => !input.Value.IsDefault).OrderBy(input => input.Key, StringComparer.Ordinal))
                {
                    entry[input.Key] = input.Value.ToJson();
                }

                return (JsonNode)entry;
            })]),
        }.ToJsonString();
    }

    // Block style, each value as JSON, which is YAML.
    private static string Write(EnvironmentFile file)
    {
        var root = JsonNode.Parse(Json(file))!.AsObject();
        var text = new StringBuilder();
        foreach (var (key, value) in root.Where(pair => pair.Key != "modules"))
        {
            text.Append($"{key}: {value!.ToJsonString()}\n");
        }

        text.Append("modules:\n");
        foreach (var module in root["modules"]!.AsArray())
        {
            text.Append("  -\n");
            foreach (var (key, value) in module!.AsObject())
            {
                text.Append($"    {key}:\n      {value!.ToJsonString()}\n");
            }
        }

        return text.ToString();
    }
}
