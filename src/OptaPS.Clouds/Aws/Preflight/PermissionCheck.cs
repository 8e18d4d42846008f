using System.Globalization;
using System.Xml.Linq;
using OptaPS.Engine.Preflight;

namespace OptaPS.Clouds.Aws.Preflight;

/// <summary>
/// Whether the user or role that is signed in may do what the plan needs, by IAM's own simulation of its policies. Every action is simulated for all
/// resources first; what is denied so is simulated again for what it is done to, so that rights that are limited to some names count.
/// </summary>
internal sealed class PermissionCheck(AwsCheck check)
{
    private const string Name = "Permissions";
    private const int MostActions = 50;
    private const int MostShown = 10;

    public async Task<IEnumerable<PreflightFinding>> RunAsync(CallerIdentity caller, PreflightRequest request, CancellationToken cancellationToken)
    {
        var needed = PermissionTable.Load().Needed(request, check.Account, out var uncovered);
        if (needed.Count == 0)
            return [];
        var actions = needed.Select(one => one.Action).Distinct(StringComparer.Ordinal).ToList();
        var total = string.Create(CultureInfo.InvariantCulture, $"{actions.Count} actions");
        if (caller.Arn.EndsWith(":root", StringComparison.Ordinal))
            return [AwsCheck.Passed(Name, "The account's root user may do everything.", total, total)];
        if (await SourceAsync(caller.Arn, cancellationToken) is not { } source)
            return [new PreflightFinding(Name, PreflightStatus.Unknown, $"What {caller.Arn} may do cannot be seen: only policies of users and roles are simulated.") { Needed = total, Remedy = "Nothing has to be done; an action that is denied names itself when it is reached." }];

        var denied = new List<(NeededPermission Need, SimulatedAction Result)>();
        var first = await SimulateAsync(source, actions, "*", cancellationToken);
        foreach (var group in needed.Where(one => !first[one.Action].Allowed).GroupBy(one => one.Arn, StringComparer.Ordinal))
        {
            var again = group.Key == "*" ? first : await SimulateAsync(source, [.. group.Select(one => one.Action).Distinct(StringComparer.Ordinal)], group.Key, cancellationToken);
            denied.AddRange(group.Where(one => !again[one.Action].Allowed).Select(one => (one, again[one.Action])));
        }

        return [Judge(source, total, actions.Count, denied, uncovered)];
    }

    private static PreflightFinding Judge(string source, string total, int count, List<(NeededPermission Need, SimulatedAction Result)> denied, IReadOnlyList<string> uncovered)
    {
        var rest = uncovered.Count == 0 ? "" : $" Not covered: {string.Join(", ", uncovered)}.";
        if (denied.Count == 0)
            return AwsCheck.Passed(Name, $"{source} may do what the plan needs.{rest}", total, total);

        // Without the name of what it is done to, or with a condition on something that the simulation is not told, a denial is no proof.
        var certain = denied.Where(one => one.Result.Explicit || (!one.Result.Conditional && (one.Need.Arn != "*" || one.Need.Address.Length == 0))).ToList();
        var shown = certain.Count > 0 ? certain : denied;
        var actions = denied.Select(one => one.Need.Action).Distinct(StringComparer.Ordinal).Count();
        var lines = shown.GroupBy(one => one.Need.Action, StringComparer.Ordinal).Select(group => group.First().Need.Address is { Length: > 0 } address ? $"{group.Key} ({address}{(group.Count() > 1 ? ", ..." : "")})" : group.Key).ToList();
        var list = string.Join(", ", lines.Take(MostShown)) + (lines.Count > MostShown ? string.Create(CultureInfo.InvariantCulture, $" and {lines.Count - MostShown} more") : "");
        return new PreflightFinding(Name, certain.Count > 0 ? PreflightStatus.Failed : PreflightStatus.Warning, certain.Count > 0 ? $"{source} may not: {list}.{rest}" : $"{source} perhaps may not: {list}.{rest}")
        {
            Code = "OPTA3046",
            Measured = string.Create(CultureInfo.InvariantCulture, $"{count - actions} of {count} actions allowed"),
            Needed = total,
            Resource = shown[0].Need.Address is { Length: > 0 } first ? first : null,
            Remedy = certain.Count > 0
                ? "Nothing was changed. Allow these actions in a policy of the user or role, or sign in as one that may. Where the simulation is wrong, -SkipCheck Permissions (--skip-check Permissions) leaves it out."
                : "The policies have conditions, or name resources that have no name yet, so the simulation cannot tell. The run begins; an action that is denied names itself.",
        };
    }

    /// <summary>The user or role whose policies count; a session's ARN leaves out the role's path.</summary>
    private async Task<string?> SourceAsync(string arn, CancellationToken cancellationToken)
    {
        var parts = arn.Split(':', 6);
        if (parts.Length < 6)
            return null;
        if (parts[5].StartsWith("user/", StringComparison.Ordinal) || parts[5].StartsWith("role/", StringComparison.Ordinal))
            return arn;
        if (parts[5].Split('/') is not ["assumed-role", var role, ..])
            return null;
        var answer = await check.Clients.Identity.CallAsync("GetRole", [new("RoleName", role)], cancellationToken);
        return Values(answer, "Arn").FirstOrDefault();
    }

    private async Task<Dictionary<string, SimulatedAction>> SimulateAsync(string source, IReadOnlyList<string> actions, string arn, CancellationToken cancellationToken)
    {
        var results = new Dictionary<string, SimulatedAction>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in actions.Chunk(MostActions))
        {
            string? marker = null;
            do
            {
                List<KeyValuePair<string, string>> parameters =
                [
                    new("PolicySourceArn", source),
                    new("ResourceArns.member.1", arn),
                    .. part.Select((action, i) => KeyValuePair.Create($"ActionNames.member.{(i + 1).ToString(CultureInfo.InvariantCulture)}", action)),
                ];
                if (marker is not null)
                    parameters.Add(new("Marker", marker));
                var answer = await check.Clients.Identity.CallAsync("SimulatePrincipalPolicy", parameters, cancellationToken);
                foreach (var member in answer.Descendants().Where(element => element.Name.LocalName == "member" && element.Elements().Any(child => child.Name.LocalName == "EvalActionName")))
                    results[Values(member, "EvalActionName").First()] = SimulatedAction.Read(member);
                marker = Values(answer, "IsTruncated").FirstOrDefault() == "true" ? Values(answer, "Marker").FirstOrDefault() : null;
            }
            while (marker is not null);
        }

        // What the answer leaves out is not held against anybody.
        foreach (var action in actions)
            results.TryAdd(action, SimulatedAction.Unanswered);
        return results;
    }

    private static IEnumerable<string> Values(XElement answer, string name) => answer.Descendants().Where(element => element.Name.LocalName == name).Select(element => element.Value);
}
