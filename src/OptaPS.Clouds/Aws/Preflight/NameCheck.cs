using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using OptaPS.Clouds.Aws.Documents;
using OptaPS.Clouds.Aws.Resources;
using OptaPS.Clouds.Aws.Types;
using OptaPS.Engine.Preflight;

namespace OptaPS.Clouds.Aws.Preflight;

/// <summary>Whether the names that a plan gives are free: taken by somebody else, or held by something that is deleted but not gone.</summary>
internal sealed partial class NameCheck(AwsCheck check)
{
    private const string SecretType = "AWS::SecretsManager::Secret";

    /// <summary>Names that are identifiers: buckets, roles, clusters, log groups, aliases.</summary>
    public async Task<IEnumerable<PreflightFinding>> TakenAsync(PreflightRequest request, CancellationToken cancellationToken)
    {
        var named = request.Resources.Where(resource => resource.IsNew).Select(resource => (Resource: resource, Identifier: IdentifierOf(resource))).Where(pair => pair.Identifier is not null).ToList();
        var findings = await Task.WhenAll(named.Select(pair => LookAsync(pair.Resource, pair.Identifier!, request, cancellationToken)));
        var taken = findings.OfType<PreflightFinding>().ToList();
        return taken.Count > 0 || named.Count == 0 ? taken : [AwsCheck.Passed("Names", $"{named.Count} names are free.", $"{named.Count} free", $"{named.Count}")];
    }

    /// <summary>Names of secrets that are held until their recovery window ends.</summary>
    public async Task<IEnumerable<PreflightFinding>> DeletedAsync(PreflightRequest request, CancellationToken cancellationToken)
    {
        var findings = new List<PreflightFinding>();
        foreach (var resource in request.Resources.Where(resource => resource.IsNew && resource.TypeName == SecretType))
        {
            if (resource.Desired["Name"] is JsonValue name && await DeletedSecretAsync(name.GetValue<string>(), cancellationToken) is { } date)
                findings.Add(Taken(resource, name.GetValue<string>(), $"a secret that is deleted but held for recovery since {date}", $"Restore it (secretsmanager:RestoreSecret) and import it as '{resource.Address}', or delete it at once with --force-delete-without-recovery."));
        }

        return findings;
    }

    private async Task<string?> DeletedSecretAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await check.Clients.Secrets.CallAsync("DescribeSecret", new JsonObject { ["SecretId"] = name }, cancellationToken);
            return answer["DeletedDate"] is JsonValue date ? DateTimeOffset.FromUnixTimeSeconds((long)date.GetValue<double>()).ToString("u", System.Globalization.CultureInfo.InvariantCulture) : null;
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode == "ResourceNotFoundException")
        {
            return null;
        }
    }

    private async Task<PreflightFinding?> LookAsync(PreflightResource resource, string identifier, PreflightRequest request, CancellationToken cancellationToken)
    {
        JsonObject live;
        try
        {
            live = (await check.Clients.CloudControl.GetAsync(resource.TypeName, identifier, cancellationToken)).Properties;
        }
        catch (AmazonServiceException exception) when (ResourceReader.IsAbsence(exception))
        {
            return null;
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode.Contains("AccessDenied", StringComparison.Ordinal))
        {
            // Names of buckets are those of everybody: one of another account may not be looked at.
            return new PreflightFinding("Names", PreflightStatus.Unknown, $"Whether the name '{identifier}' for '{resource.Address}' ({resource.TypeName}) is free cannot be seen: access is denied.")
            {
                Needed = identifier,
                Resource = resource.Address,
                Remedy = resource.TypeName == "AWS::S3::Bucket" ? "A bucket of this name may belong to another account. Choose another name for the environment, or give the right to look." : "Give the right to read the resource.",
            };
        }

        // What carries the mark was made by a run whose record was lost; the create finds it again.
        if (check.Types[resource.TypeName] is { Tags: not TagStyle.None } type && OwnershipTags.Marks(live, type, request.Owner, resource.Address))
            return null;
        return Taken(resource, identifier, "something that is not this environment's", $"Import it as '{resource.Address}' when it is meant, else remove it or choose another name for the environment.");
    }

    private static PreflightFinding Taken(PreflightResource resource, string name, string by, string remedy) =>
        new("Names", PreflightStatus.Failed, $"The name '{name}' for '{resource.Address}' ({resource.TypeName}) is taken by {by}.")
        {
            Code = "OPTA3031",
            Measured = "taken",
            Needed = name,
            Resource = resource.Address,
            Remedy = "Nothing was changed. " + remedy,
        };

    private string? IdentifierOf(PreflightResource resource)
    {
        var type = check.Types[resource.TypeName];
        if (type.Find.By != "identifier")
            return null;
        var known = Placeholder().Matches(type.Find.Template).All(match => resource.Desired[match.Groups["name"].Value] is JsonValue);
        return known ? Placeholder().Replace(type.Find.Template, match => resource.Desired[match.Groups["name"].Value]!.ToString()) : null;
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
