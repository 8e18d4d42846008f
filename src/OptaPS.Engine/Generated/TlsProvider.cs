using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Providers;

namespace OptaPS.Engine.Generated;

/// <summary>
/// X.509 certificates on ECDSA P-256. <c>tls:ca</c> signs itself; <c>tls:certificate</c> is signed by the CA in <c>caCertPem</c> and
/// <c>caKeyPem</c>. Inputs: <c>commonName</c>, <c>validityHours</c>, <c>dnsNames</c>, <c>isCa</c> and <c>pathLength</c>. Outputs:
/// <c>certPem</c>, <c>keyPem</c> (secret), <c>notBefore</c>, <c>notAfter</c>. Past two thirds of its life a certificate is replaced.
/// </summary>
internal sealed class TlsProvider : GeneratedProvider
{
    private readonly TimeProvider time;

    internal TlsProvider(TimeProvider time) => this.time = time;

    public override string Name => "tls";

    protected override IReadOnlyDictionary<string, ResourceTraits> Types { get; } = new Dictionary<string, ResourceTraits>(StringComparer.Ordinal)
    {
        ["ca"] = Traits(["/commonName", "/validityHours", "/pathLength"], []),
        ["certificate"] = Traits(["/commonName", "/validityHours", "/dnsNames", "/isCa", "/pathLength", "/caCertPem", "/caKeyPem"], ["/caKeyPem"]),
    };

    public override async Task<PlannedChange> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        var change = await base.PlanAsync(request, cancellationToken);
        if (change.Action != PlannedAction.None || request.RecordedOutputs is not { } outputs)
            return change;
        var from = Moment(outputs, "notBefore");
        var until = Moment(outputs, "notAfter");
        return time.GetUtcNow() < from + (until - from) * 2 / 3
            ? change
            : change with { Action = PlannedAction.Replace, Risk = RiskClass.Restart, Reasons = [$"two thirds of its life are over; it ends {until:u}"] };
    }

    protected override JsonObject Generate(CreateRequest request)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var from = Whole(time.GetUtcNow());
        var order = new CertificateOrder(Text(request, "commonName"), from, from + TimeSpan.FromHours((double)Number(request.Desired, "validityHours")))
        {
            DnsNames = request.Desired["dnsNames"] is JsonArray names ? [.. names.Select(name => name!.GetValue<string>())] : [],
            IsAuthority = request.TypeName == "ca" || request.Desired["isCa"]?.GetValue<bool>() == true,
            PathLength = request.Desired["pathLength"] is null ? null : (int)Number(request.Desired, "pathLength"),
        };
        var certificate = request.TypeName == "ca"
            ? CertificateMaker.SignSelf(order, key)
            : CertificateMaker.Sign(order, key, Text(request, "caCertPem"), Text(request, "caKeyPem"), problem => Refuse(request.Address, problem));
        return new JsonObject
        {
            ["certPem"] = certificate.Pem + "\n",
            ["keyPem"] = key.ExportECPrivateKeyPem() + "\n",
            ["notBefore"] = certificate.NotBefore.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["notAfter"] = certificate.NotAfter.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        };
    }

    protected override IEnumerable<string> Check(string typeName, JsonObject desired)
    {
        if (desired["commonName"] is null)
            yield return "'commonName' is missing.";
        if (desired["validityHours"] is not { } hours)
            yield return "'validityHours' is missing.";
        else if (!ExpressionReader.IsExpression(hours) && (hours.GetValueKind() != JsonValueKind.Number || Number(desired, "validityHours") <= 0))
            yield return "'validityHours' must be a positive number.";
        if (typeName != "certificate")
            yield break;
        foreach (var name in new[] { "caCertPem", "caKeyPem" }.Where(name => desired[name] is null))
            yield return $"'{name}' is missing.";
    }

    private static ResourceTraits Traits(IReadOnlyList<string> createOnly, IReadOnlyList<string> sensitive) => new()
    {
        CreateOnly = createOnly,
        Sensitive = sensitive,
        SensitiveOutputs = ["/keyPem"],
        UsualCreate = TimeSpan.Zero,
        UsualDelete = TimeSpan.Zero,
        MaxConcurrency = 16,
    };

    private static string Text(CreateRequest request, string name) =>
        request.Desired[name]?.GetValue<string>() ?? throw Refuse(request.Address, $"'{name}' is missing.");

    private static decimal Number(JsonObject desired, string name) =>
        decimal.Parse(desired[name]!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static DateTimeOffset Moment(JsonObject outputs, string name) =>
        DateTimeOffset.Parse(outputs[name]!.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static DateTimeOffset Whole(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());
}
