using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Hosting;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>One request on its way through the server.</summary>
internal sealed class ApiRequest(HttpContext http, RequestInfo info)
{
    public HttpContext Http { get; } = http;

    public RequestInfo Info { get; } = info;

    public VerifiedUser User { get; set; } = new("system:anonymous", []);

    /// <summary>The kind that the path names; set once it is known to be served.</summary>
    public ResourceKind Kind { get; set; } = null!;

    /// <summary>What the request did, for the request log.</summary>
    public string EffectUid { get; set; } = "";

    /// <summary>Name of the object that a create made; its URL does not carry it.</summary>
    public string EffectName { get; set; } = "";

    public bool Changed { get; set; }

    public List<string> Warnings { get; } = [];

    public CancellationToken Aborted => Http.RequestAborted;

    public string Query(string name) => Http.Request.Query[name].ToString();

    public bool QueryFlag(string name) => Query(name) is { Length: > 0 } text && text is not ("false" or "0");

    /// <summary>True when nothing may be stored; another value than All is refused.</summary>
    public bool DryRun
    {
        get
        {
            var values = Http.Request.Query["dryRun"];
            if (values.Count == 0 || values is [""])
                return false;
            if (values is ["All"])
                return true;
            throw ApiErrors.Invalid("meta.k8s.io", Info.Verb == "patch" ? "PatchOptions" : Info.Verb == "update" ? "UpdateOptions" : Info.Verb == "create" ? "CreateOptions" : "DeleteOptions", "",
                [FieldError.NotSupported("dryRun", Json.JsonWrite.ToArray(values.Select(value => value ?? "")), "All")]);
        }
    }

    /// <summary>The field manager of a write: the query's, else the first part of the user agent.</summary>
    public string FieldManager
    {
        get
        {
            var manager = Query("fieldManager");
            if (manager.Length > 0)
                return manager;
            var agent = Http.Request.Headers.UserAgent.ToString();
            var end = agent.IndexOf('/', StringComparison.Ordinal);
            var name = end < 0 ? agent : agent[..end];
            return name.Length == 0 ? "unknown" : name.Length > 128 ? name[..128] : name;
        }
    }
}
