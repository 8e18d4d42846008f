using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.Schemas;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.Quotas;

/// <summary>Service Quotas, JSON 1.1: reads only.</summary>
internal sealed class ServiceQuotasService(QuotaBook quotas, CloudWorld world) : IAwsService
{
    private const string Target = "ServiceQuotasV20190624.";

    public string Name => "servicequotas";

    public AwsErrorFormat ErrorFormat => AwsErrorFormat.Json;

    public void Identify(AwsCall call) => call.Operation = (call.Header("X-Amz-Target") ?? "").Replace(Target, "", StringComparison.Ordinal);

    public Task<AwsReply> InvokeAsync(AwsCall call, CancellationToken ct)
    {
        _ = call.Caller;
        var body = call.Json();
        var service = body["ServiceCode"]?.ToString() ?? "";
        JsonNode answer = call.Operation switch
        {
            "GetServiceQuota" or "GetAWSDefaultServiceQuota" => new JsonObject { ["Quota"] = One(call, service, body["QuotaCode"]?.ToString() ?? "") },
            "ListServiceQuotas" or "ListAWSDefaultServiceQuotas" => new JsonObject { ["Quotas"] = new JsonArray([.. quotas.All.Where(q => q.ServiceCode == service).Select(q => (JsonNode)Write(call, q.ServiceCode, q.Rule))]) },
            _ => throw AwsException.BadRequest("UnknownOperationException", $"The operation '{call.Operation}' is not known.")
        };
        return Task.FromResult(AwsReply.Json(answer, "application/x-amz-json-1.1"));
    }

    private JsonObject One(AwsCall call, string service, string code)
    {
        foreach (var (serviceCode, rule) in quotas.All)
        {
            if (serviceCode == service && rule.Code == code)
            {
                return Write(call, serviceCode, rule);
            }
        }

        throw AwsException.BadRequest("NoSuchResourceException", "The request failed because the specified service does not exist, or the quota is not known to the sandbox.");
    }

    private JsonObject Write(AwsCall call, string service, QuotaRule rule) => new()
    {
        ["ServiceCode"] = service,
        ["ServiceName"] = service,
        ["QuotaArn"] = $"arn:aws:servicequotas:{call.Region}:{world.Account}:{service}/{rule.Code}",
        ["QuotaCode"] = rule.Code,
        ["QuotaName"] = rule.Name,
        ["Value"] = (double)rule.Value,
        ["Unit"] = "None",
        ["Adjustable"] = true,
        ["GlobalQuota"] = false
    };
}
