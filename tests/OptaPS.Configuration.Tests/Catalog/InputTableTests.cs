using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Providers;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Tests.Catalog;

/// <summary>For every input of every module type on every cloud: an allowed value, wrong types, wrong values, missing, misspelt.</summary>
public sealed class InputTableTests : IDisposable
{
    private static readonly string[] ValueCodes =
    [
        Codes.WrongType, Codes.NotAllowed, Codes.OutOfRange, Codes.WrongForm, Codes.ListSize, Codes.UnknownInput, Codes.MissingInput, Codes.ReferencedFile, Codes.PublicUri, Codes.NotKnownBeforeApply,
    ];

    private readonly TestFolder folder = new();

    public InputTableTests()
    {
        folder.Write("some-file.txt", "content");
        Directory.CreateDirectory(Path.Combine(folder.Path, "some-folder"));
    }

    public static TheoryData<string, string> Inputs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var schema in ModuleSchemaCatalog.Default.All)
            {
                foreach (var input in schema.Inputs)
                {
                    data.Add(schema.Type, input.Name);
                }
            }

            return data;
        }
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task Input_IsCheckedInEveryWay(string type, string name)
    {
        var schema = ModuleSchemaCatalog.Default.Find(type)!;
        var input = schema.FindInput(name)!;
        foreach (var cloud in schema.Clouds)
        {
            var valid = await LoadAsync(schema, cloud, name, SampleValues.Valid(input.Value));
            Assert.Empty(valid.Where(diagnostic => ValueCodes.Contains(diagnostic.Code)).Select(diagnostic => diagnostic.ToString()));
        }

        var first = schema.Clouds[0];
        foreach (var wrong in SampleValues.WrongTypes(input.Value))
        {
            AssertReported(await LoadAsync(schema, first, name, wrong), wrong, Codes.WrongType);
        }

        foreach (var wrong in SampleValues.WrongValues(input.Value))
        {
            AssertReported(await LoadAsync(schema, first, name, wrong), wrong, [.. ValueCodes, Codes.Rule]);
        }

        var missing = await LoadAsync(schema, first, name, null);
        Assert.Equal(input.Required, missing.Any(diagnostic => diagnostic.Code == Codes.MissingInput && diagnostic.Message.Contains($"'{name}'", StringComparison.Ordinal)));

        var misspelt = await LoadAsync(schema, first, name + "x", SampleValues.Valid(input.Value));
        var unknown = Assert.Single(misspelt, diagnostic => diagnostic.Code == Codes.UnknownInput && diagnostic.Message.Contains($"'{name}x'", StringComparison.Ordinal));
        Assert.NotNull(unknown.Nearest);
        Assert.Contains(name, unknown.Allowed!, StringComparison.Ordinal);
    }

    private static void AssertReported(IReadOnlyList<Diagnostic> diagnostics, string wrong, params string[] codes)
    {
        var found = diagnostics.FirstOrDefault(diagnostic => codes.Contains(diagnostic.Code) && diagnostic.Location?.Line == 3);
        Assert.True(found is not null, $"'{wrong}' was not reported; got: {string.Join("; ", diagnostics)}");
        Assert.Equal(Severity.Error, found.Severity);
        Assert.NotNull(found.Excerpt);
        Assert.NotNull(found.Allowed);
    }

    // The module comes first, so that the input under test is in line 3.
    private async Task<IReadOnlyList<Diagnostic>> LoadAsync(ModuleSchema schema, CloudKind cloud, string input, string? value)
    {
        var others = schema.Inputs.Where(other => other.Required && other.Name != input).Select(other => $"  {other.Name}: {SampleValues.Valid(other.Value)}\n");
        var provider = cloud switch
        {
            CloudKind.Aws => "providers: {aws: {region: us-east-1, account_id: 1}}\n",
            CloudKind.Google => "providers: {google: {region: us-central1, project: acme-dev}}\n",
            CloudKind.Azure => "providers: {azurerm: {location: centralus, tenant_id: 0a1b2c3d-0000-4000-8000-000000000001, subscription_id: 0a1b2c3d-0000-4000-8000-000000000002}}\n",
            CloudKind.Local => "providers: {local: {}}\n",
            _ => "cluster: {context: dev}\n",
        };
        var line = value is null ? "# nothing" : $"  {input}: {value}";
        var text = $"modules:\n- type: {schema.Type}\n{line}\n{string.Concat(others)}{provider}name: test\norg_name: acme\n";
        var result = await ConfigurationLoader.LoadTextAsync("test.yaml", text, folder.Options);
        return result.Diagnostics;
    }
}
