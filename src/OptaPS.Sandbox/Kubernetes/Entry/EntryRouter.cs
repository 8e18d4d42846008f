using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Answers the cluster's public HTTP and HTTPS ports by routing to simulated pods.</summary>
internal sealed class EntryRouter(Cluster cluster)
{
    private readonly GatewayCertificates certificates = new(cluster);
    private readonly RouteFinder routes = new(cluster);
    private readonly IngressFinder ingresses = new(cluster);
    private readonly PodResponder responder = new(cluster);

    public X509Certificate2 CertificateFor(string? host) => certificates.For(host) ?? cluster.Identity.ServerCertificate;

    public async Task HandleAsync(HttpContext context)
    {
        var call = EntryCall.From(context);
        var target = routes.Find(call) ?? ingresses.Find(call);
        if (target is null)
        {
            await RefuseAsync(context, call, 404, "no route matches this host and path");
            return;
        }

        if (target.Redirect is { } redirect)
        {
            context.Response.StatusCode = redirect.Status;
            context.Response.Headers.Location = redirect.Location;
            return;
        }

        if (target.Refusal is { } refusal)
        {
            await RefuseAsync(context, call, refusal.Status, refusal.Why);
            return;
        }

        await responder.AnswerAsync(context, call, target);
    }

    private static Task RefuseAsync(HttpContext context, EntryCall call, int status, string why) =>
        call.IsGrpc ? GrpcAnswer.RefuseAsync(context, status, why) : RefuseAsync(context, status, why);

    public static async Task RefuseAsync(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["X-Sandbox-Refusal"] = why;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(JsonText.ToBytes(new JsonObject { ["status"] = status, ["refusal"] = why }), context.RequestAborted);
    }
}
