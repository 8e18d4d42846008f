using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using OptaPS.Sandbox.Kubernetes.Auth;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Answers every request of one cluster: faults, authentication, authorisation, dispatch, request log.</summary>
internal sealed class ApiServer(Cluster cluster)
{
    private readonly ResourceDispatcher resources = new(cluster);
    private readonly NonResourceDispatcher others = new(cluster);

    public async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        var watch = http.Request.Query["watch"].ToString() is not ("" or "false" or "0") && HttpMethods.IsGet(http.Request.Method);
        var request = new ApiRequest(http, RequestInfo.Parse(http.Request.Method, path, watch));
        var id = Guid.NewGuid().ToString();
        http.Response.Headers["Audit-Id"] = id;
        http.Response.Headers.CacheControl = "no-cache, private";
        http.Response.Headers["X-Kubernetes-Pf-Flowschema-Uid"] = cluster.FlowSchemaUid;
        http.Response.Headers["X-Kubernetes-Pf-Prioritylevel-Uid"] = cluster.PriorityLevelUid;
        if (await DisturbAsync(request, cluster.Spec.Faults.BeforeHandling(Entry(request, id, 0)), id))
            return;
        var original = http.Response.Body;
        // Answers to writes are held back until the fault injector has had its say, so that a lost response loses all of it.
        using var held = request.Info.IsMutating ? new MemoryStream() : null;
        if (held is not null)
            http.Response.Body = held;
        try
        {
            await AnswerAsync(request);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            http.Response.Body = original;
        }

        var entry = Entry(request, id, http.Response.StatusCode);
        var fault = cluster.Spec.Faults.AfterHandling(entry);
        cluster.Spec.RequestLog.Record(fault is null ? entry : entry with { Fault = "after: " + fault.Kind });
        if (fault is not null && held is not null && await DisturbAsync(request, fault, null))
            return;
        if (held is { Length: > 0 })
        {
            held.Position = 0;
            await held.CopyToAsync(original, request.Aborted);
        }
    }

    private async Task AnswerAsync(ApiRequest request)
    {
        try
        {
            request.User = await cluster.Authenticator.AuthenticateAsync(request);
            request.User = Impersonation.Apply(request, request.User, cluster.Authorizer);
            Authorize(request);
            if (request.Info.IsResource)
                await resources.DispatchAsync(request);
            else
                await others.DispatchAsync(request);
        }
        catch (ApiException e) when (!request.Http.Response.HasStarted)
        {
            await ResponseWriter.WriteErrorAsync(request, e);
        }
        catch (BadHttpRequestException e) when (!request.Http.Response.HasStarted)
        {
            await ResponseWriter.WriteErrorAsync(request, ApiErrors.BadRequest(e.Message));
        }
        catch (Exception e) when (e is not OperationCanceledException && !request.Http.Response.HasStarted)
        {
            await ResponseWriter.WriteErrorAsync(request, ApiErrors.Internal($"OPTA8001 {e.GetType().Name}: {e.Message}{Environment.NewLine}{new StackTrace(e, true).GetFrame(0)}"));
        }
    }

    private void Authorize(ApiRequest request)
    {
        var info = request.Info;
        var question = new AccessQuestion(request.User, info.Verb)
        {
            Group = info.Group,
            Resource = info.Resource,
            Subresource = info.Subresource,
            Namespace = info.Namespace,
            Name = info.Name.Length > 0 ? info.Name : request.EffectName,
            Path = info.IsResource ? null : info.Path
        };
        if (cluster.Authorizer.Decide(question).Allowed)
            return;
        throw AccessDenied.Create(question);
    }

    /// <summary>Carries out a fault; true when the request is over.</summary>
    private async Task<bool> DisturbAsync(ApiRequest request, KubernetesFault? fault, string? logId)
    {
        if (fault is null)
            return false;
        if (fault.Delay > TimeSpan.Zero)
            await Task.Delay(fault.Delay, request.Aborted);
        switch (fault.Kind)
        {
            case KubernetesFaultKind.Latency:
                return false;
            case KubernetesFaultKind.Throttle:
                await ResponseWriter.WriteErrorAsync(request, new ApiException(429, "TooManyRequests", "Too many requests, please try again later.") { RetryAfter = fault.RetryAfter ?? 1 });
                break;
            case KubernetesFaultKind.Error:
                await ResponseWriter.WriteErrorAsync(request, new ApiException(fault.Status, fault.Status == 503 ? "ServiceUnavailable" : "InternalError", "Internal error occurred: injected fault") { RetryAfter = fault.RetryAfter });
                break;
            case KubernetesFaultKind.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, request.Aborted).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                break;
            case KubernetesFaultKind.Reset:
                request.Http.Abort();
                break;
        }

        if (logId is not null)
            cluster.Spec.RequestLog.Record(Entry(request, logId, request.Http.Response.StatusCode) with { Fault = "before: " + fault.Kind });
        return true;
    }

    private KubernetesRequestEntry Entry(ApiRequest request, string id, int status)
    {
        var info = request.Info;
        var verb = info.Verb == "patch" && request.Http.Request.ContentType?.StartsWith("application/apply-patch", StringComparison.Ordinal) == true ? "apply" : info.Verb;
        var dryRun = request.Http.Request.Query["dryRun"].Count > 0;
        var review = info.Group is "authorization.k8s.io" or "authentication.k8s.io" || info.Subresource == "token";
        return new KubernetesRequestEntry(cluster.Spec.Id, cluster.Clock.Now, request.User.Name, request.Http.Request.Headers.UserAgent.ToString(), verb,
            request.Http.Request.Path + request.Http.Request.QueryString.ToString(), status, id)
        {
            Resource = info.IsResource ? (info.Group.Length == 0 ? "" : info.Group + "/") + info.Version + "/" + info.Resource + (info.Subresource.Length > 0 ? "/" + info.Subresource : "") : "",
            Namespace = info.Namespace,
            Name = info.Name.Length > 0 ? info.Name : request.EffectName,
            Uid = request.EffectUid,
            Mutating = info.IsMutating && !dryRun && !review,
            Changed = request.Changed,
            FieldManager = info.IsMutating ? request.FieldManager : ""
        };
    }
}
