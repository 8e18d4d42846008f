using System.Text.Json.Nodes;
using OptaPS.Diagnostics;

namespace OptaPS.Clouds.Azure.State;

/// <summary>What a storage account for states, its blob service and its container look like.</summary>
internal static class StorageAccountDocuments
{
    private const int KeepDays = 90;

    /// <summary>True for an account that an earlier run made: what it did not finish is finished.</summary>
    public static bool IsOurs(JsonObject account) => account["tags"]?["optaps"]?.GetValue<string>() == "state";

    /// <summary>The resource group.</summary>
    public static JsonObject Group(string location) => new() { ["location"] = location, ["tags"] = Tags() };

    /// <summary>The account: no anonymous access, no shared keys, TLS 1.2 at least, copies in several zones or data centres of the region; encrypted twice.</summary>
    public static JsonObject Account(string location) => new()
    {
        ["location"] = location,
        ["kind"] = "StorageV2",
        ["sku"] = new JsonObject { ["name"] = "Standard_ZRS" },
        ["tags"] = Tags(),
        ["properties"] = new JsonObject
        {
            ["allowBlobPublicAccess"] = false,
            ["allowSharedKeyAccess"] = false,
            ["supportsHttpsTrafficOnly"] = true,
            ["minimumTlsVersion"] = "TLS1_2",
            ["encryption"] = new JsonObject
            {
                ["keySource"] = "Microsoft.Storage",
                ["requireInfrastructureEncryption"] = true,
                ["services"] = new JsonObject { ["blob"] = new JsonObject { ["enabled"] = true, ["keyType"] = "Account" } },
            },
        },
    };

    /// <summary>The blob service: versions, and what was deleted is kept.</summary>
    public static JsonObject Service() => new()
    {
        ["properties"] = new JsonObject
        {
            ["isVersioningEnabled"] = true,
            ["deleteRetentionPolicy"] = new JsonObject { ["enabled"] = true, ["days"] = KeepDays },
            ["containerDeleteRetentionPolicy"] = new JsonObject { ["enabled"] = true, ["days"] = KeepDays },
        },
    };

    /// <summary>The container.</summary>
    public static JsonObject Container() => new() { ["properties"] = new JsonObject { ["publicAccess"] = "None" } };

    /// <summary>Refuses what would not protect a state.</summary>
    public static void Check(JsonObject account, JsonObject service, JsonObject container, string name)
    {
        var properties = account["properties"];
        var missing = new List<string>();
        if (properties?["allowBlobPublicAccess"]?.GetValue<bool>() != false && container["properties"]?["publicAccess"]?.GetValue<string>() is not (null or "None"))
            missing.Add("the container is public");
        if (properties?["allowBlobPublicAccess"]?.GetValue<bool>() != false)
            missing.Add("anonymous access is not forbidden");
        if (properties?["supportsHttpsTrafficOnly"]?.GetValue<bool>() != true)
            missing.Add("access without TLS is not forbidden");
        if (properties?["minimumTlsVersion"]?.GetValue<string>() is not ("TLS1_2" or "TLS1_3"))
            missing.Add("TLS older than 1.2 is not forbidden");
        if (properties?["encryption"]?["services"]?["blob"]?["enabled"]?.GetValue<bool>() != true)
            missing.Add("encryption is not set");
        if (service["properties"]?["isVersioningEnabled"]?.GetValue<bool>() != true)
            missing.Add("versioning is not enabled");
        if (missing.Count > 0)
        {
            throw new OptaException(new Diagnostic("OPTA2106", Severity.Error, $"The storage account '{name}' exists but is not safe for a state: {string.Join(", ", missing)}.")
            {
                Category = DiagnosticCategory.SecurityError,
                Resource = name,
                Remedy = "Forbid anonymous access and TLS older than 1.2, require secure transfer and enable versioning on the account, or name another one.",
            });
        }
    }

    private static JsonObject Tags() => new() { ["optaps"] = "state" };
}
