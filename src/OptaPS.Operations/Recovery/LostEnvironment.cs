using OptaPS.Clouds.Aws;
using OptaPS.Diagnostics;
using OptaPS.Engine.State;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Sessions;

namespace OptaPS.Operations.Recovery;

/// <summary>An environment whose state is lost, as its ownership marks show it.</summary>
/// <param name="Environment">Its name.</param>
/// <param name="Organization">The organisation in the marks.</param>
/// <param name="Account">Where it lives.</param>
/// <param name="Layers">What was found by layer, the environment last.</param>
internal sealed record LostEnvironment(string Environment, string Organization, AwsAccount Account, IReadOnlyList<LayerState> Layers)
{
    private const int MostLines = 20;

    /// <summary>The cloud of sessions that work on it.</summary>
    public CloudSettings Cloud => new(Account);

    /// <summary>What is recorded about where it came from.</summary>
    public LayerSource Source => new("", Organization, "aws", Account.Region, Account.AccountId);

    /// <summary>Names of its services that were found without state.</summary>
    public IEnumerable<string> Services => Layers.Select(layer => LayerName.Parse(layer.Layer).Service).OfType<string>();

    /// <summary>What was found of a layer, or null.</summary>
    public LayerState? Find(LayerName layer) => Layers.FirstOrDefault(one => one.Layer == layer.ToString());

    /// <summary>Tells what was found; as an error, that it is not removed without being asked for.</summary>
    public Diagnostic ToDiagnostic(Severity severity)
    {
        var records = Layers.SelectMany(layer => layer.Resources.Values.Select(record => (layer.Layer, Record: record))).ToList();
        var lines = records.OrderBy(one => one.Layer, StringComparer.Ordinal).ThenBy(one => one.Record.Address, StringComparer.Ordinal).Select(one => $"{one.Record.Type} {one.Record.Identifier} ({one.Layer}: {one.Record.Address})").ToList();
        return new Diagnostic("OPTA7081", severity, $"There is no state of '{Environment}'; {records.Count} resources that carry its mark, or hang on such ones, were found in AWS account {Account.AccountId}, {Account.Region}.")
        {
            Category = DiagnosticCategory.InvalidOperation,
            Resource = Environment,
            Evidence = lines.Count <= MostLines ? lines : [.. lines.Take(MostLines), $"{lines.Count - MostLines} more"],
            Remedy = severity == Severity.Error
                ? "Nothing was changed. If the state only lies elsewhere, name its place (-State, --state; OPTA_HOME). If it is lost, remove what is listed with Remove-OptaEnvironment -WithoutState (opta destroy --without-state)."
                : "Look at the plan. If the state only lies elsewhere, stop here and name its place (-State, --state; OPTA_HOME).",
        };
    }
}
