using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Engine.Preflight;

namespace OptaPS.Clouds.Aws.Preflight;

/// <summary>Which action makes a resource of each type, and what it is done to (Aws/Preflight/permissions.json). Source: the service authorization reference.</summary>
internal sealed partial class PermissionTable
{
    private static readonly string[] Provisioning = ["cloudformation:CreateResource", "cloudformation:GetResource", "cloudformation:GetResourceRequestStatus", "cloudformation:ListResources"];
    private readonly Dictionary<string, Row> rows;

    private PermissionTable(Dictionary<string, Row> rows) => this.rows = rows;

    /// <summary>Reads the table.</summary>
    public static PermissionTable Load()
    {
        using var stream = typeof(PermissionTable).Assembly.GetManifestResourceStream("aws-permissions.json")!;
        return new PermissionTable(JsonSerializer.Deserialize<Dictionary<string, Row>>(stream, JsonSerializerOptions.Web)!);
    }

    /// <summary>What a plan needs for what it makes; types without a row are named in <paramref name="uncovered"/>.</summary>
    public IReadOnlyList<NeededPermission> Needed(PreflightRequest request, AwsAccount account, out IReadOnlyList<string> uncovered)
    {
        var made = request.Resources.Where(resource => resource.IsMade).ToList();
        uncovered = [.. made.Select(resource => resource.TypeName).Where(type => !rows.ContainsKey(type)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return made.Count == 0
            ? []
            :
            [
                .. Provisioning.Select(action => new NeededPermission(action, "*", "")),
                .. made.Where(resource => rows.ContainsKey(resource.TypeName)).Select(resource => new NeededPermission(rows[resource.TypeName].Action, ArnOf(rows[resource.TypeName].Arn, resource, account), resource.Address)),
            ];
    }

    private static string ArnOf(string template, PreflightResource resource, AwsAccount account)
    {
        var open = false;
        var arn = Placeholder().Replace(template, match => match.Groups["name"].Value switch
        {
            "partition" => account.Region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn" : account.Region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws",
            "region" => account.Region,
            "account" => account.AccountId,
            var name when resource.Desired[name] is JsonValue value => value.ToString(),
            _ => Unknown(ref open),
        });
        return open ? "*" : arn;
    }

    private static string Unknown(ref bool open)
    {
        open = true;
        return "";
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();

    private sealed record Row(string Action, string Arn);
}
