using OptaPS.Sandbox.Aws.Schemas;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Aws.Quotas;

/// <summary>The quotas of the account: those of the type rules, with what the control API changed.</summary>
internal sealed class QuotaBook(SchemaCatalog catalog, WorldStore store)
{
    private const string Collection = "quotas";

    public int? Changed(string code) => int.TryParse(store.Get(Collection, code), out var value) ? value : null;

    public Task ChangeAsync(string code, int value) => store.CommitAsync(new StoreChange(Collection, code, value.ToString()));

    public IEnumerable<(string ServiceCode, QuotaRule Rule)> All => catalog.Types
        .Where(t => t.Rules.Quota is not null)
        .Select(t => (ServiceCode(t.Name, t.Rules.Quota!), t.Rules.Quota! with { Value = Changed(t.Rules.Quota!.Code) ?? t.Rules.Quota!.Value }));

    // Networks and what belongs to them are under "vpc", addresses under "ec2".
    private static string ServiceCode(string type, QuotaRule rule) => type.Split("::")[1] switch
    {
        "EC2" when rule.Code != "L-0263D0A3" => "vpc",
        var service => service.ToLowerInvariant()
    };
}
