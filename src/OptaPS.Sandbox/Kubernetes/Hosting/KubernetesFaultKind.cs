namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>What a fault does.</summary>
internal enum KubernetesFaultKind
{
    /// <summary>Wait, then go on.</summary>
    Latency,

    /// <summary>429 with Retry-After.</summary>
    Throttle,

    /// <summary>A 5xx Status.</summary>
    Error,

    /// <summary>Never answer; the request stays open until the client gives up.</summary>
    Hang,

    /// <summary>Abort the connection. After handling this is a lost response.</summary>
    Reset
}
