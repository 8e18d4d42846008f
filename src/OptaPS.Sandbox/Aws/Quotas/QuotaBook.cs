using OptaPS.Sandbox.Aws.Schemas;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Aws.Quotas;

/// <summary>The quotas of the account: those of the type rules, with what the control API changed.</summary>
internal sealed class QuotaBook(SchemaCatalog catalog, WorldStore store)
{
    private const string Collection = "quotas";

    public int? Changed(string code) => int.TryParse(store.Get(Collection, code), out var value) ? value : null;

    public Task ChangeAsync(string code, int value) => store.CommitAsync(new StoreChange(Collection, code, value.ToString()));

    // Quotas that are no count of one resource type; they can be read and are not enforced.
    private static readonly (string ServiceCode, QuotaRule Rule)[] Others =
    [
        ("ec2", new QuotaRule("L-1216C47A", "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 64, "")),
        ("vpc", new QuotaRule("L-FE5A380F", "NAT gateways per Availability Zone", 5, "")),
        ("elasticloadbalancing", new QuotaRule("L-69A177A2", "Network Load Balancers per Region", 50, ""))
    ];

    public IEnumerable<(string ServiceCode, QuotaRule Rule)> All => Others.Select(other => (other.ServiceCode, other.Rule with { Value = Changed(other.Rule.Code) ?? other.Rule.Value })).Concat(OfTypes);

    private IEnumerable<(string ServiceCode, QuotaRule Rule)> OfTypes => catalog.Types
        .Where(t => t.Rules.Quota is not null)
        .Select(t => (ServiceCode(t.Name, t.Rules.Quota!), t.Rules.Quota! with { Value = Changed(t.Rules.Quota!.Code) ?? t.Rules.Quota!.Value }));

    // Networks and what belongs to them are under "vpc", addresses under "ec2".
    private static string ServiceCode(string type, QuotaRule rule) => type.Split("::")[1] switch
    {
        "EC2" when rule.Code != "L-0263D0A3" => "vpc",
        var service => service.ToLowerInvariant()
    };
}
