using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Providers;
using OptaPS.Configuration.Tests.Catalog;

namespace OptaPS.Configuration.Tests.Loading;

/// <summary>Every length limit of every cloud: the longest allowed name loads, one character more is an error.</summary>
public sealed class NameLimitTests
{
    public static TheoryData<string, string> Limits
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var schema in ModuleSchemaCatalog.Default.All)
            {
                foreach (var limit in schema.Names)
                {
                    data.Add(schema.Type, limit.What);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task Limit_HoldsToTheCharacter(string type, string what)
    {
        var schema = ModuleSchemaCatalog.Default.Find(type)!;
        var limit = schema.Names.First(candidate => candidate.What == what);
        var plain = limit.Template.Replace("{env}", string.Empty, StringComparison.Ordinal).Replace("{layer}", string.Empty, StringComparison.Ordinal).Replace("{module}", string.Empty, StringComparison.Ordinal).Length;
        var ofModule = limit.Template.Contains("{module}", StringComparison.Ordinal);
        var layers = (limit.Template.Length - plain - (ofModule ? "{module}".Length : 0)) / (limit.Template.Contains("{env}", StringComparison.Ordinal) && !limit.Template.Contains("{layer}", StringComparison.Ordinal) ? "{env}".Length : limit.Template.Contains("{env}", StringComparison.Ordinal) ? 6 : "{layer}".Length);
        var free = limit.Maximum - plain;
        var (layer, module) = ofModule ? (1, free - layers) : (free / layers, 1);

        Assert.DoesNotContain(await FindAsync(schema, layer, module), message => message.Contains($"the {what},", StringComparison.Ordinal));
        if (ofModule || layer < 63)
        {
            var message = Assert.Single(await FindAsync(schema, ofModule ? layer : layer + 1, ofModule ? module + 1 : module), text => text.Contains($"the {what},", StringComparison.Ordinal));
            Assert.Contains($"has {limit.Maximum + 1} characters", message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains(await FindAsync(schema, 64, 1), text => text.Contains("64 characters", StringComparison.Ordinal));
        }
    }

    private static async Task<IReadOnlyList<string>> FindAsync(ModuleSchema schema, int layer, int module)
    {
        var provider = schema.Clouds[0] switch
        {
            CloudKind.Aws => "{aws: {region: us-east-1, account_id: 1}}",
            CloudKind.Google => "{google: {region: us-central1, project: acme-dev}}",
            CloudKind.Azure => "{azurerm: {location: centralus, tenant_id: 0a1b2c3d-0000-4000-8000-000000000001, subscription_id: 0a1b2c3d-0000-4000-8000-000000000002}}",
            _ => "{local: {}}",
        };
        var inputs = string.Concat(schema.Inputs.Where(input => input.Required).Select(input => $"  {input.Name}: {SampleValues.Valid(input.Value)}\n"));
        var text = $"name: {new string('e', layer)}\norg_name: acme\nproviders: {provider}\nmodules:\n- type: {schema.Type}\n  name: {new string('m', module)}\n{inputs}";
        var result = await ConfigurationLoader.LoadTextAsync("a.yaml", text, new LoadOptions { CheckReferencedFiles = false });
        return [.. result.Errors.Where(error => error.Code == Codes.NameTooLong).Select(error => error.Message)];
    }
}
