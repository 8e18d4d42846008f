using System.Text.Json.Nodes;
using OptaPS.Configuration.Values;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Tests.Loading;

/// <summary>Every form of reference, where it is allowed and what comes out.</summary>
public sealed class InterpolationTests : IDisposable
{
    private readonly TestFolder folder = new();

    public InterpolationTests() => folder.Write("env.yaml", """
        name: staging
        org_name: acme
        providers: {aws: {region: eu-west-1, account_id: 000012345678}}
        modules:
          - type: base
          - type: k8s-cluster
          - type: k8s-base
          - type: dns
            domain: example.com
          - {type: postgres, name: one}
          - {type: postgres, name: two}
        """);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("{env}", "staging")]
    [InlineData("{layer_name}", "web")]
    [InlineData("{parent_name}", "staging")]
    [InlineData("{region}", "eu-west-1")]
    [InlineData("{aws.region}/{aws.account_id}", "eu-west-1/000012345678")]
    [InlineData("a{{b}}c", "a{b}c")]
    [InlineData("{{env}}", "{env}")]
    [InlineData("{{{env}}}", "{staging}")]
    [InlineData("{{\"a\": {{\"b\": 1}}}}", "{\"a\": {\"b\": 1}}")]
    [InlineData("{\"a\": {\"b\": 1}}", "{\"a\": {\"b\": 1}}")]
    [InlineData("{\"host\": \"{env}\"}", "{\"host\": \"staging\"}")]
    [InlineData("%{Content-Type}i", "%{Content-Type}i")]
    [InlineData("{}", "{}")]
    [InlineData("{0}", "{0}")]
    [InlineData("a { lone", "a { lone")]
    [InlineData("a } lone", "a } lone")]
    [InlineData("echo ${HOME} $(date)", "echo ${HOME} $(date)")]
    [InlineData("location / { return 200; }", "location / { return 200; }")]
    [InlineData("{vars.word}", "blue")]
    [InlineData("{variables.word}-{vars.count}", "blue-3")]
    [InlineData("{vars.map[key]}", "inner")]
    [InlineData("{vars.list[1]}", "second")]
    [InlineData("{vars.flag}-x", "true-x")]
    public async Task KnownReference_BecomesItsText(string written, string expected)
    {
        var value = await ValueAsync("consistent_hash", written);
        Assert.Equal(expected, Assert.IsType<ConfigScalar>(value).Text);
    }

    [Fact]
    public async Task NumberVariable_KeepsItsTypeOrBecomesText_AsTheInputNeeds()
    {
        Assert.Equal(3, Assert.IsType<ConfigScalar>(await ValueAsync("initial_liveness_delay", "{vars.count}")).Integer);
        Assert.Equal(3, Assert.IsType<ConfigScalar>(await ValueAsync("min_containers", "{vars.count}")).Integer);
        Assert.True(Assert.IsType<ConfigScalar>(await ValueAsync("sticky_session", "{vars.flag}")).Boolean);
        var text = Assert.IsType<ConfigScalar>(await ValueAsync("consistent_hash", "{vars.count}"));
        Assert.Equal((ScalarKind.Text, "3"), (text.Kind, text.Text));
        var list = Assert.IsType<ConfigList>(await ValueAsync("args", "{vars.list}"));
        Assert.Equal(["first", "second"], list.Items.Select(item => ((ConfigScalar)item).Text));
    }

    [Fact]
    public async Task Outputs_BecomeSegments_WithTheirOrigin()
    {
        var parent = Assert.IsType<ConfigText>(await ValueAsync("public_uri", "{parent.domain}/shop"));
        Assert.Equal([new ParentOutputSegment("domain", "dns", "domain", []), new LiteralSegment("/shop")], parent.Segments);
        Assert.False(parent.IsWhole);

        var old = Assert.IsType<ConfigText>(await ValueAsync("public_uri", "{parent[domain]}"));
        Assert.Equal([new ParentOutputSegment("domain", "dns", "domain", [])], old.Segments);

        var module = Assert.IsType<ConfigText>(await ValueAsync("consistent_hash", "${{ module.db.global_database_id }}"));
        Assert.Equal([new ModuleOutputSegment("db", "global_database_id", [])], module.Segments);
        Assert.True(module.IsWhole);

        var whole = Assert.IsType<ConfigText>(await ValueAsync("args", "{parent.private_subnet_ids}"));
        Assert.True(whole.IsWhole);

        var repeated = Assert.IsType<ConfigText>(await ValueAsync("consistent_hash", "{parent.two_global_database_id}"));
        Assert.Equal("two", Assert.IsType<ParentOutputSegment>(repeated.Segments[0]).Module);

        var context = Assert.IsType<ConfigText>(await ValueAsync("consistent_hash", "{state_storage}:{kubeconfig}"));
        Assert.Equal([new ContextSegment("state_storage"), new LiteralSegment(":"), new ContextSegment("kubeconfig")], context.Segments);
        var expected = JsonNode.Parse("""{"$opta":"text","segments":[{"kind":"context","name":"state_storage"},{"kind":"literal","text":":"},{"kind":"context","name":"kubeconfig"}]}""");
        Assert.True(JsonNode.DeepEquals(expected, context.ToJson()));
    }

    [Theory]
    [InlineData("{nope}", Codes.UnknownName, null)]
    [InlineData("{envv}", Codes.UnknownName, "{env}")]
    [InlineData("{word}", Codes.UnknownName, "{vars.word}")]
    [InlineData("{vars.wrod}", Codes.UnknownName, "{vars.word}")]
    [InlineData("{google.project}", Codes.UnknownName, null)]
    [InlineData("{aws.acount_id}", Codes.UnknownName, "{aws.account_id}")]
    [InlineData("{k8s_access_token}", Codes.UnknownName, null)]
    [InlineData("{some.thing}", Codes.UnknownName, null)]
    [InlineData("{vars.map[kye]}", Codes.VariableElement, "key")]
    [InlineData("{vars.list[9]}", Codes.VariableElement, null)]
    [InlineData("{parent.global_database_id}", Codes.ParentOutputUnknown, "{parent.one_global_database_id}")]
    [InlineData("${module.db.db_host}", Codes.SingleBraces, "${{module.db.db_host}}")]
    [InlineData("{module.db.db_host}", Codes.SingleBraces, "${{module.db.db_host}}")]
    [InlineData("${{module.bd.db_host}}", Codes.ModuleOutputUnknown, "${{module.db.db_host}}")]
    [InlineData("${{module.db.db_hots}}", Codes.ModuleOutputUnknown, "${{module.db.db_host}}")]
    [InlineData("${{module.db}}", Codes.Malformed, null)]
    [InlineData("${{var.x}}", Codes.Malformed, null)]
    [InlineData("${{1 + 1}}", Codes.Malformed, null)]
    [InlineData("{env!r}", Codes.FormatRule, null)]
    [InlineData("a {vars.map} b", Codes.NotAllowedHere, null)]
    public async Task WrongReference_IsReportedAtItsPlace(string written, string code, string? nearest)
    {
        var result = await LoadAsync("consistent_hash", written);
        var error = Assert.Single(result.Diagnostics);
        Assert.Equal(code, error.Code);
        Assert.Equal(nearest, error.Nearest);
        Assert.Equal(24, error.Location!.Line);
        Assert.Equal(23 + written.IndexOfAny(['{', '$']), error.Location.Column);
        Assert.Null(result.Document);
    }

    [Fact]
    public async Task ReferenceInsideABlock_IsFoundInItsLine()
    {
        var result = await folder.LoadAsync("env2.yaml", "name: a\norg_name: b\nproviders: {local: {}}\nmodules:\n- type: helm-chart\n  chart: ./x\n  values:\n    text: |\n      first\n      second {vars.none}\n");
        Assert.Equal("env2.yaml:10:14", Assert.Single(result.Diagnostics).Location!.ToString());
    }

    [Fact]
    public async Task Accessors_NameThePlace_WhenAValueIsNotKnownYet()
    {
        var result = await LoadAsync("consistent_hash", "{parent.domain}");
        var inputs = result.Document!.Modules[1].Inputs;
        Assert.Equal(2, inputs.GetInt("min_containers") + 1);
        Assert.Single(inputs.GetSegments("consistent_hash"));
        var error = Assert.Single(Assert.Throws<OptaException>(() => inputs.GetString("consistent_hash")).Diagnostics);
        Assert.Equal("web.yaml:24:22", error.Location!.ToString());
    }

    [Fact]
    public async Task Variables_ComeFromCommandLineThenEnvironmentThenDefault()
    {
        const string text = """
            name: web
            environments: [{name: staging, path: env.yaml, variables: {tag: from-entry, extra: 5}}]
            input_variables:
              - {name: tag, default: from-default}
              - {name: size, default: 10}
            modules:
              - {type: k8s-service, name: app, port: {http: 80}, image: "acme/web:{vars.tag}", max_containers: "{vars.size}", min_containers: "{vars.extra}"}
            """;
        var plain = (await folder.LoadAsync("web.yaml", text)).Document!.Modules[0].Inputs;
        Assert.Equal(("acme/web:from-entry", 10L, 5L), (plain.GetString("image"), plain.GetInt("max_containers"), plain.GetInt("min_containers")));

        var variables = new[] { "tag=1.0", "size=20" }.Select(VariableText.ParseAssignment).ToDictionary();
        var given = (await folder.LoadAsync("web.yaml", text, new LoadOptions { Variables = variables })).Document!.Modules[0].Inputs;
        Assert.Equal(("acme/web:1.0", 20L), (given.GetString("image"), given.GetInt("max_containers")));

        var unknown = await folder.LoadAsync("web.yaml", text, new LoadOptions { Variables = new Dictionary<string, ConfigValue>(StringComparer.Ordinal) { ["tga"] = ConfigScalar.OfText("x") } });
        var error = Assert.Single(unknown.Diagnostics);
        Assert.Equal((Codes.VariableUndeclared, "tag"), (error.Code, error.Nearest));
    }

    [Fact]
    public async Task ImageTag_NeedsNoDeclaration()
    {
        const string text = "name: a\norg_name: b\nproviders: {local: {}}\nmodules: [{type: k8s-service, name: app, port: {http: 80}, image: \"acme/app:{vars.image_tag}\"}]\n";
        var given = await folder.LoadAsync("a.yaml", text, new LoadOptions { Variables = new[] { VariableText.ParseAssignment("image_tag=1.10") }.ToDictionary() });
        Assert.Equal("acme/app:1.10", given.Document!.Modules[0].Inputs.GetString("image"));
        Assert.Equal(Codes.UnknownName, Assert.Single((await folder.LoadAsync("a.yaml", text)).Errors).Code);
    }

    [Fact]
    public async Task MissingVariable_StaysOpen_OnlyWhereAllowed()
    {
        const string text = "name: a\norg_name: b\nproviders: {local: {}}\ninput_variables: [{name: tag}]\nmodules: [{type: helm-chart, chart: redis, release_name: r, namespace: \"ns-{vars.tag}\"}]\n";
        Assert.Contains((await folder.LoadAsync("a.yaml", text)).Diagnostics, diagnostic => diagnostic.Code == Codes.VariableMissing);
        var open = await folder.LoadAsync("a.yaml", text, new LoadOptions { AllowMissingVariables = true });
        Assert.Empty(open.Diagnostics);
        Assert.Contains(new VariableSegment("tag"), open.Document!.Modules[0].Inputs.GetSegments("namespace"));
    }

    [Theory]
    [InlineData("3", ScalarKind.Integer)]
    [InlineData("1.5", ScalarKind.Number)]
    [InlineData("true", ScalarKind.Boolean)]
    [InlineData("yes", ScalarKind.Text)]
    [InlineData("\"3\"", ScalarKind.Text)]
    [InlineData("", ScalarKind.Text)]
    [InlineData("[broken", ScalarKind.Text)]
    public void CommandLineValues_HaveTheTypesOfAFile(string text, ScalarKind kind) =>
        Assert.Equal(kind, Assert.IsType<ConfigScalar>(VariableText.Parse(text)).Kind);

    private async Task<ConfigValue> ValueAsync(string input, string written)
    {
        var result = await LoadAsync(input, written);
        Assert.Empty(result.Errors.Select(error => error.ToString()));
        return result.Document!.Modules[1].Inputs[input]!;
    }

    private Task<LoadResult> LoadAsync(string input, string written) => folder.LoadAsync("web.yaml", $$"""
        name: web
        environments:
          - name: staging
            path: env.yaml
        input_variables:
          - {name: word, default: blue}
          - {name: count, default: 3}
          - {name: flag, default: true}
          - name: list
            default: [first, second]
          - name: map
            default:
              key: inner
        modules:
          - type: postgres
            name: db
            database_name: shop
          - type: k8s-service
            name: app
            image: acme/web:1.0
            port:
              http: 80
            # the input under test:
            {{input}}: '{{written.Replace("'", "''", StringComparison.Ordinal)}}'
        """);
}
