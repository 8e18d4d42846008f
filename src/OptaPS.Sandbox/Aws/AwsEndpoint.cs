using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.Signing;
using OptaPS.Sandbox.Faults;
using OptaPS.Sandbox.RequestLog;

namespace OptaPS.Sandbox.Aws;

/// <summary>The door of all emulated AWS services: finds the service by the signature's scope, verifies, disturbs as the fault rules say, calls, records, answers.</summary>
internal sealed class AwsEndpoint(IEnumerable<IAwsService> services, SignatureVerifier verifier, FaultRules faults, RequestJournal log, TimeProvider time, string defaultRegion)
{
    private readonly Dictionary<string, IAwsService> _services = services.ToDictionary(s => s.Name, StringComparer.Ordinal);

    /// <summary>True when the request is meant for AWS: signed, or of the form of an AWS protocol.</summary>
    public static bool IsMeant(HttpContext http) =>
        http.Request.Headers.Authorization.ToString().StartsWith("AWS4-", StringComparison.Ordinal)
        || http.Request.Query.ContainsKey("X-Amz-Algorithm")
        || IsOldPresigned(http)
        || http.Request.Headers.ContainsKey("X-Amz-Target")
        || (HttpMethods.IsPost(http.Request.Method) && http.Request.Path == "/");

    /// <summary>An address signed by version 2, which only S3 ever took.</summary>
    private static bool IsOldPresigned(HttpContext http) => http.Request.Query.ContainsKey("AWSAccessKeyId") && http.Request.Query.ContainsKey("Signature");

    public async Task HandleAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, ct);
        var signed = Read(http, buffer.ToArray());
        var requestId = Guid.NewGuid().ToString("D");
        Signature? signature = null;
        AwsException? broken = null;
        try
        {
            signature = SignatureParser.Parse(signed);
        }
        catch (AwsException e)
        {
            broken = e;
        }

        var call = new AwsCall(http, signed.Body, signature?.Service ?? (IsOldPresigned(http) ? "s3" : "sts"), signature?.Region ?? defaultRegion, requestId);
        if (!_services.TryGetValue(call.Service, out var service))
        {
            await AnswerAsync(call, AwsErrorWriter.Write(AwsErrorFormat.Query, new AwsException(404, "UnknownService", $"The sandbox serves no AWS service '{call.Service}'; it serves {string.Join(", ", _services.Keys.Order(StringComparer.Ordinal))}."), requestId, ""), "UnknownService");
            return;
        }

        service.Identify(call);
        var target = new FaultTarget(call.Service, call.Operation, call.ResourceType, call.Identifier, call.Mutating);
        if (await DisturbAsync(service, call, target, ct))
        {
            return;
        }

        var skew = TimeSpan.Zero;
        if (faults.Hit(target, FaultKind.ClockSkew) is { } clock)
        {
            call.Fault = nameof(FaultKind.ClockSkew);
            skew = TimeSpan.FromMilliseconds(clock.DelayMilliseconds);
            http.Response.Headers.Date = (time.GetUtcNow() + skew).ToString("r");
        }

        AwsReply reply;
        var error = "";
        try
        {
            if (broken is not null)
            {
                throw broken;
            }

            call.Principal = signature is null ? null : verifier.Verify(signed, signature, skew);
            reply = await service.InvokeAsync(call, ct);
        }
        catch (AwsException e)
        {
            var translated = SignatureErrors.For(service.ErrorFormat, e);
            error = translated.Code;
            reply = AwsErrorWriter.Write(service.ErrorFormat, translated, requestId, http.Request.ContentType ?? "application/x-amz-json-1.0");
        }

        if (error.Length == 0 && faults.Hit(target, FaultKind.LostResponse) is not null)
        {
            call.Fault = nameof(FaultKind.LostResponse);
            Record(call, reply.Status, error);
            http.Abort();
            return;
        }

        await AnswerAsync(call, reply, error);
    }

    private static SignedRequest Read(HttpContext http, ReadOnlyMemory<byte> body)
    {
        var raw = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var question = raw.IndexOf('?');
        return new SignedRequest(
            http.Request.Method,
            question < 0 ? raw : raw[..question],
            question < 0 ? "" : raw[(question + 1)..],
            name => http.Request.Headers.TryGetValue(name, out var values) ? string.Join(',', values.Select(v => v?.Trim())) : null,
            body);
    }

    private async Task<bool> DisturbAsync(IAwsService service, AwsCall call, FaultTarget target, CancellationToken ct)
    {
        var rule = faults.Hit(target, FaultKind.Throttle, FaultKind.Error, FaultKind.Latency, FaultKind.Hang, FaultKind.Reset, FaultKind.ExpiredCredentials);
        if (rule is null && call is { Mutating: true, Service: not "cloudcontrolapi" })
        {
            // Cloud Control's own quota errors come at the end of the operation, not with its start.
            rule = faults.Hit(target, FaultKind.Quota);
        }

        if (rule is null)
        {
            return false;
        }

        call.Fault = rule.Kind.ToString();
        AwsException refusal;
        switch (rule.Kind)
        {
            case FaultKind.Latency:
                await Task.Delay(TimeSpan.FromMilliseconds(rule.DelayMilliseconds), time, ct);
                return false;
            case FaultKind.Hang:
                Record(call, 0, "");
                await Task.Delay(Timeout.InfiniteTimeSpan, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return true;
            case FaultKind.Reset:
                Record(call, 0, "");
                call.Http.Abort();
                return true;
            case FaultKind.Throttle:
                refusal = service.ErrorFormat switch
                {
                    AwsErrorFormat.Ec2 => new AwsException(503, "RequestLimitExceeded", "Request limit exceeded."),
                    AwsErrorFormat.S3 => new AwsException(503, "SlowDown", "Please reduce your request rate."),
                    AwsErrorFormat.Query => new AwsException(400, "Throttling", "Rate exceeded"),
                    _ => new AwsException(400, "ThrottlingException", "Rate exceeded")
                };
                break;
            case FaultKind.Quota:
                refusal = service.ErrorFormat is AwsErrorFormat.Json or AwsErrorFormat.RestJson ? new AwsException(400, "LimitExceededException", rule.Message) : new AwsException(409, "LimitExceeded", rule.Message);
                break;
            case FaultKind.ExpiredCredentials:
                refusal = SignatureErrors.For(service.ErrorFormat, AwsException.Forbidden("ExpiredToken", "The security token included in the request is expired"));
                break;
            default:
                refusal = new AwsException(rule.Status, rule.Status == 503 ? "ServiceUnavailable" : "InternalFailure", rule.Message);
                break;
        }

        await AnswerAsync(call, AwsErrorWriter.Write(service.ErrorFormat, refusal, call.RequestId, call.Http.Request.ContentType ?? "application/x-amz-json-1.0"), refusal.Code);
        return true;
    }

    private async Task AnswerAsync(AwsCall call, AwsReply reply, string error)
    {
        Record(call, reply.Status, error);
        var response = call.Http.Response;
        response.StatusCode = reply.Status;
        response.Headers["x-amzn-RequestId"] = call.RequestId;
        response.Headers["x-amz-request-id"] = call.RequestId;
        response.Headers["x-amz-id-2"] = Convert.ToBase64String(SHA256.HashData(Guid.Parse(call.RequestId).ToByteArray()));
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers[name] = value;
        }

        if (reply.ContentType.Length > 0)
        {
            response.ContentType = reply.ContentType;
        }

        if (!response.Headers.ContainsKey("Content-Length") && reply.Status != StatusCodes.Status204NoContent)
        {
            response.ContentLength = reply.Body.Length;
        }

        if (!HttpMethods.IsHead(call.Method) && !reply.Body.IsEmpty)
        {
            await response.Body.WriteAsync(reply.Body, call.Http.RequestAborted);
        }
    }

    private void Record(AwsCall call, int status, string error) => log.Add(new LogEntry
    {
        Time = time.GetUtcNow(),
        Service = call.Service,
        Operation = call.Operation,
        ResourceType = call.ResourceType,
        Identifier = call.Identifier,
        Who = call.Principal?.Arn ?? "anonymous",
        UserAgent = call.Http.Request.Headers.UserAgent.ToString(),
        Status = status,
        RequestId = call.RequestId,
        Mutating = call.Mutating,
        Effect = call.Effect,
        Token = call.Token,
        Error = error,
        Fault = call.Fault
    });
}
