using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws;
using OptaPS.Diagnostics;
using OptaPS.Engine;
using OptaPS.Engine.Encryption;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State.Local;

namespace OptaPS.Modules.Tests;

public class DnsTests
{
    private const string RecordType = "AWS::Route53::RecordSet";

    private const string OnlyZone = """
        name: names
        org_name: acme
        providers:
          aws:
            region: us-east-1
            account_id: 000000000000
        modules:
          - type: dns
            domain: shop.example.com
            delegated: false
        """;

    private static readonly string Delegated = OnlyZone.Replace("delegated: false", "delegated: true", StringComparison.Ordinal);

    [Fact]
    public async Task Zone_HasNoCertificateUntilItIsDelegated()
    {
        var graph = (await Compiled.EnvironmentAsync(OnlyZone)).EnsureSuccess();
        Assert.Equal("dns/zone", Assert.Single(graph.Resources).Address);
        Assert.Null(graph.Outputs["cert_arn"]);
        Assert.Equal(["cert_arn", "domain", "name_servers", "zone_id"], graph.Outputs.Keys.Order(StringComparer.Ordinal));

        var certificate = (await Compiled.EnvironmentAsync(Delegated)).EnsureSuccess().Node("dns/certificate").Desired;
        Assert.Equal(("shop.example.com", "DNS"), (certificate["DomainName"]!.GetValue<string>(), certificate["ValidationMethod"]!.GetValue<string>()));
        Assert.Equal("""["shop.example.com","*.shop.example.com"]""", certificate["SubjectAlternativeNames"]!.ToJsonString());
        Assert.All(certificate["DomainValidationOptions"]!.AsArray(), option => Assert.Equal(["dns/zone"], ExpressionReader.References(option!["HostedZoneId"]).Select(reference => reference.Address)));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("    linked_module: k8s-base", "")]
    [InlineData("    linked_module: k8sbase", "")]
    [InlineData("", "    expose_self_signed_ssl: true")]
    public async Task Entry_TakesTheZonesDomainAndCertificate_WhereverTheZoneStandsInTheFile(string zoneInput, string baseInput)
    {
        var file = $"{Compiled.Environment}\n{baseInput}\n  - type: dns\n    domain: shop.example.com\n    delegated: true\n{zoneInput}";
        var graph = (await Compiled.EnvironmentAsync(file)).EnsureSuccess();
        var gateway = graph.Node("k8sbase/gateway").Desired;
        var annotations = gateway["spec"]!["infrastructure"]!["annotations"]!.AsObject();
        Assert.True(annotations.Count <= 8, "Gateway API takes eight annotations at most.");
        var selfSigned = baseInput.Length > 0;
        Assert.Equal(!selfSigned, annotations.ContainsKey("service.beta.kubernetes.io/aws-load-balancer-ssl-cert"));
        Assert.Equal(selfSigned ? null : "shop.example.com", gateway["metadata"]!["annotations"]?["opta.dev/domain"]!.GetValue<string>());
        if (!selfSigned)
            Assert.Equal(["dns/certificate"], ExpressionReader.References(annotations["service.beta.kubernetes.io/aws-load-balancer-ssl-cert"]).Select(reference => reference.Address));
        foreach (var (name, host) in new[] { ("domain", "shop.example.com"), ("wildcard", "*.shop.example.com") })
        {
            var record = graph.Node($"k8sbase/{name}-record").Desired;
            Assert.Equal(host, record["Name"]!.GetValue<string>());
            Assert.Equal(["dns/zone", "k8sbase/gateway"], ExpressionReader.References(record).Select(reference => reference.Address).Order(StringComparer.Ordinal));
        }

        Assert.Equal("""["shop.example.com"]""", graph.Node("k8sbase/external-dns").Desired["values"]!["domainFilters"]!.ToJsonString());
        Assert.Contains("dns/zone", ExpressionReader.References(graph.Node("k8sbase/external-dns-role").Desired).Select(reference => reference.Address));
    }

    [Fact]
    public async Task Entry_TakesDomainZoneAndCertificateFromItsOwnInputs()
    {
        var graph = (await Compiled.EnvironmentAsync(Compiled.Environment + "\n    domain: shop.example.com\n    zone_id: Z0123456789\n    cert_arn: arn:aws:acm:us-east-1:000000000000:certificate/1")).EnsureSuccess();
        Assert.Equal("Z0123456789", graph.Node("k8sbase/domain-record").Desired["HostedZoneId"]!.GetValue<string>());
        Assert.Equal("arn:aws:acm:us-east-1:000000000000:certificate/1", graph.Node("k8sbase/gateway").Desired["spec"]!["infrastructure"]!["annotations"]!["service.beta.kubernetes.io/aws-load-balancer-ssl-cert"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("upload_cert: true", "OPTA6002", "Importing a certificate")]
    [InlineData("linked_module: k8s-cluster", "OPTA6002", "aws-eks")]
    public async Task WhatAZoneCannotDo_IsRefusedByName(string input, string code, string text)
    {
        var result = await Compiled.EnvironmentAsync($"{Compiled.Environment}\n  - type: dns\n    domain: shop.example.com\n    {input}");
        var error = Assert.Single(result.Diagnostics, finding => finding.Severity == Severity.Error);
        Assert.Equal((code, 13), (error.Code, error.Location!.Line));
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ZoneAndCertificate_AreMadeConvergeAndGo_ButNeverWithRecordsOfOthers()
    {
        await using var sandbox = await RunningSandbox.StartAsync(2000);
        using var provider = new AwsResourceProvider(new AwsAccount("000000000000", "us-east-1"), sandbox.Endpoints, TimeProvider.System);
        var engine = new LayerEngine(
            [provider],
            new LocalFolderBackend(Path.Combine(sandbox.Folder.FullName, "state")),
            new LayerEngineOptions { KeyWrapper = new KeyFileWrapper(Path.Combine(sandbox.Folder.FullName, "key")), World = sandbox.Endpoints.World });

        await ApplyAsync(engine, OnlyZone);
        var zone = (await engine.ReadOutputsAsync("names"))!.Values["zone_id"]!.GetValue<string>();
        using (var control = await ControlAsync(sandbox))
            (await control.PostAsJsonAsync("delegations", new JsonObject { ["domain"] = "shop.example.com" })).EnsureSuccessStatusCode();
        await ApplyAsync(engine, Delegated);
        Assert.StartsWith("arn:aws:acm:us-east-1:000000000000:certificate/", (await engine.ReadOutputsAsync("names"))!.Values["cert_arn"]!.GetValue<string>(), StringComparison.Ordinal);

        JsonObject Record(string name, string type, string value) => new() { ["HostedZoneId"] = zone, ["Name"] = name, ["Type"] = type, ["TTL"] = "60", ["ResourceRecords"] = new JsonArray(value) };
        var owner = new Ownership("acme", "names", "names");
        JsonObject[] records =
        [
            Record("a-app.shop.example.com", "TXT", "\"heritage=external-dns,external-dns/owner=opta-names,external-dns/resource=httproute/hello/app\""),
            Record("app.shop.example.com", "A", "192.0.2.1"),
            Record("mail.shop.example.com", "MX", "10 mail.example.net"),
            Record("b.shop.example.com", "TXT", "\"heritage=external-dns,external-dns/owner=opta-names2\""),
        ];
        foreach (var record in records)
            Assert.Equal(OperationStatus.Done, (await provider.CreateAsync(new CreateRequest("x/y", RecordType, owner, null, record, ""), CancellationToken.None)).Status);

        // A second create of the same is what a lost answer leaves; one that says something else is somebody's.
        Assert.Equal(OperationStatus.Done, (await provider.CreateAsync(new CreateRequest("x/y", RecordType, owner, null, records[1], ""), CancellationToken.None)).Status);
        var taken = await provider.CreateAsync(new CreateRequest("x/y", RecordType, owner, null, Record("app.shop.example.com", "A", "192.0.2.2"), ""), CancellationToken.None);
        Assert.Equal("OPTA3011", taken.Failure!.Diagnostic.Code);

        var refused = await engine.ApplyAsync(await engine.PlanDestroyAsync("names"));
        var failure = Assert.Single(refused.Failures);
        Assert.Equal("OPTA3039", failure.Code);
        Assert.Equal("TXT b.shop.example.com, MX mail.shop.example.com", failure.Cause);
        foreach (var record in records)
            Assert.NotNull(await provider.ReadAsync(new ReadRequest("x/y", RecordType, owner, null, Identifier(record), null), CancellationToken.None));

        foreach (var record in records[2..])
            await provider.DeleteAsync(new DeleteRequest("x/y", RecordType, owner, null, Identifier(record), null, ""), CancellationToken.None);
        var gone = await engine.ApplyAsync(await engine.PlanDestroyAsync("names"));
        Assert.True(gone.Status == ApplyStatus.Done, string.Join('\n', gone.Failures.Select(one => $"{one} {one.Cause}")));
        using (var control = await ControlAsync(sandbox))
            Assert.Equal("""{"resources":[]}""", await control.GetStringAsync("resources"));
    }

    private static string Identifier(JsonObject record) => $"{record["HostedZoneId"]}|{record["Name"]}|{record["Type"]}";

    private static async Task ApplyAsync(LayerEngine engine, string file)
    {
        var graph = (await Compiled.EnvironmentAsync(file)).EnsureSuccess();
        var done = await engine.ApplyAsync(await engine.PlanAsync(graph));
        Assert.True(done.Status == ApplyStatus.Done, string.Join('\n', done.Failures.Select(failure => $"{failure} {failure.Cause}")));
        var again = await engine.PlanAsync(graph);
        Assert.Empty(again.Resources.Where(resource => resource.Action != PlannedAction.None).Select(resource => $"{resource.Address} {resource.Action} {string.Join("; ", resource.Properties)}"));
    }

    private static async Task<HttpClient> ControlAsync(RunningSandbox sandbox)
    {
        var description = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(sandbox.Folder.FullName, "sandbox.json")))!;
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust };
        policy.CustomTrustStore.ImportFromPem(description["caCertificates"]!.GetValue<string>());
        var client = new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } }) { BaseAddress = new Uri(description["controlUrl"]!.GetValue<string>()) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", description["controlToken"]!.GetValue<string>());
        return client;
    }
}
