using OptaPS.Diagnostics;
using OptaPS.Engine.Preflight;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Aws.Preflight;

/// <summary>Checks before the first change whether an account can take what a plan wants. A check that cannot be made is told as such and stops nothing.</summary>
internal sealed class AwsPreflight(AwsCheck check)
{
    /// <summary>Runs the checks that the plan's resources call for, side by side.</summary>
    public async Task<IReadOnlyList<PreflightFinding>> RunAsync(PreflightRequest request, CancellationToken cancellationToken)
    {
        var session = new SessionCheck(check);
        var quotas = new QuotaCheck(check);
        var names = new NameCheck(check);
        var region = new RegionCheck(check);
        (string Name, Func<Task<IEnumerable<PreflightFinding>>> Run)[] checks =
        [
            ("Account", () => session.AccountAsync(cancellationToken)),
            ("Clock", async () => [ClockCheck.Judge(await session.IdentityAsync(cancellationToken))]),
            ("Permissions", async () => await new PermissionCheck(check).RunAsync(await session.IdentityAsync(cancellationToken), request, cancellationToken)),
            ("Session", () => session.LifetimeAsync(request, cancellationToken)),
            ("Region", () => region.EnabledAsync(cancellationToken)),
            ("KubernetesVersion", () => region.VersionAsync(request, cancellationToken)),
            ("Machines", () => region.MachinesAsync(request, cancellationToken)),
            .. QuotaCheck.Kinds.Select<QuotaKind, (string, Func<Task<IEnumerable<PreflightFinding>>>)>(kind => (kind.CheckName, () => quotas.OfKindAsync(kind, request, cancellationToken))),
            ("Quota:NatGateways", () => new GatewayQuotaCheck(check, quotas).RunAsync(request, cancellationToken)),
            ("Quota:VirtualCpus", () => quotas.ProcessorsAsync(request, cancellationToken)),
            ("Names", () => names.TakenAsync(request, cancellationToken)),
            ("Names:Deleted", () => names.DeletedAsync(request, cancellationToken)),
            ("Delegation", () => new DelegationCheck(check).RunAsync(request, cancellationToken)),
            ("Cidr", () => new CidrCheck(check).RunAsync(request, cancellationToken)),
        ];
        var results = await Task.WhenAll(checks.Select(one => request.Skipped.Contains(one.Name) ? Task.FromResult(Skipped(one.Name)) : GuardAsync(one.Name, one.Run, cancellationToken)));
        return [.. results.SelectMany(findings => findings)];
    }

    private static IEnumerable<PreflightFinding> Skipped(string name) => [new PreflightFinding(name, PreflightStatus.Skipped, "Left out on purpose.")];

    private static async Task<IEnumerable<PreflightFinding>> GuardAsync(string name, Func<Task<IEnumerable<PreflightFinding>>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run();
        }
        catch (Exception exception) when (exception is OptaException or ProviderException or IOException || AwsFailure.IsOfCall(exception, cancellationToken))
        {
            return [new PreflightFinding(name, PreflightStatus.Unknown, $"Could not be checked: {exception.Message}") { Remedy = "Give the right to make the read call, or look yourself; the run does not depend on it." }];
        }
    }
}
