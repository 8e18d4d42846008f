using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Amazon.Runtime;
using OptaPS.Clouds.Aws.Services;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Clouds.Aws.Lookups;

/// <summary>Whether the account's quota of fixed addresses is enough for a layer: what others use plus what the layer needs.</summary>
internal sealed class AddressQuota(AwsClients clients, AwsAccount account)
{
    private const string QuotaCode = "L-0263D0A3";

    /// <summary>Checks; the layer's own addresses count once, whether they exist yet or not.</summary>
    /// <exception cref="ProviderException">The quota is too small.</exception>
    public async Task<JsonObject> CheckAsync(LookupRequest request, CancellationToken cancellationToken)
    {
        var needed = request.Query["Needed"]?.GetValue<int>() ?? 0;
        if (await QuotaAsync(cancellationToken) is not { } quota)
            return new JsonObject { ["Checked"] = false };
        var answer = await clients.Compute.CallAsync("DescribeAddresses", [], cancellationToken);
        var others = Items(answer, "addressesSet").Count(address => !IsOwn(address, request.Owner));
        if (others + needed > quota)
            throw new ProviderException(new ProviderFailure(TooSmall(quota, others, needed), RetryAdvice.No));
        return new JsonObject { ["Checked"] = true, ["Quota"] = quota };
    }

    // Without the right to read quotas the check is left out; the create then reports the limit.
    private async Task<int?> QuotaAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await clients.Quotas.CallAsync("GetServiceQuota", new JsonObject { ["ServiceCode"] = "ec2", ["QuotaCode"] = QuotaCode }, cancellationToken);
            return answer["Quota"]?["Value"] is JsonValue value && value.TryGetValue<double>(out var quota) ? (int)quota : null;
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode.Contains("AccessDenied", StringComparison.Ordinal) || exception.ErrorCode == "NoSuchResourceException")
        {
            return null;
        }
    }

    private Diagnostic TooSmall(int quota, int others, int needed) => new(
        "OPTA3010", Severity.Error, $"The environment needs {Number(needed)} fixed addresses, but the account may have {Number(quota)} in {account.Region} and others use {Number(others)}.")
    {
        Category = DiagnosticCategory.QuotaExceeded,
        Allowed = Number(quota),
        Remedy = $"Nothing was changed. Ask for a higher quota 'EC2-VPC Elastic IPs' ({QuotaCode}) in the Service Quotas console, release addresses, or give fewer subnet ranges.",
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static bool IsOwn(XElement address, Ownership owner)
    {
        var tags = Items(address, "tagSet").ToDictionary(tag => Text(tag, "key"), tag => Text(tag, "value"), StringComparer.Ordinal);
        return tags.GetValueOrDefault("opta:organization") == owner.Organization
            && tags.GetValueOrDefault("opta:environment") == owner.Environment
            && tags.GetValueOrDefault("opta:layer") == owner.Layer;
    }

    private static IEnumerable<XElement> Items(XElement parent, string set) =>
        parent.Elements().FirstOrDefault(element => element.Name.LocalName == set)?.Elements() ?? [];

    private static string Text(XElement item, string name) => item.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
}
