namespace OptaPS.Sandbox.RequestLog;

/// <summary>One request that the sandbox answered, as tests and users read it.</summary>
internal sealed record LogEntry
{
    /// <summary>Position in the log, from 1 without gaps, also over restarts.</summary>
    public long Seq { get; init; }

    public DateTimeOffset Time { get; init; }

    /// <summary><c>sts</c>, <c>cloudcontrolapi</c>, <c>kubernetes:&lt;cluster&gt;</c>, <c>charts</c> and so on.</summary>
    public string Service { get; init; } = "";

    public string Operation { get; init; } = "";

    /// <summary>Resource type: CloudFormation type or Kubernetes group/version/resource.</summary>
    public string ResourceType { get; init; } = "";

    public string Identifier { get; init; } = "";

    /// <summary>ARN or user name of the caller.</summary>
    public string Who { get; init; } = "";

    public string UserAgent { get; init; } = "";

    public int Status { get; init; }

    public string RequestId { get; init; } = "";

    /// <summary>True when the operation is of a kind that changes state.</summary>
    public bool Mutating { get; init; }

    /// <summary>True when the stored state is different after the request (an accepted asynchronous operation counts, its repetition does not).</summary>
    public bool Effect { get; init; }

    /// <summary>Idempotency token, field manager or another mark by which the caller names its logical operation.</summary>
    public string Token { get; init; } = "";

    /// <summary>Error code of a refused request.</summary>
    public string Error { get; init; } = "";

    /// <summary>The injected fault that changed this request, or empty.</summary>
    public string Fault { get; init; } = "";
}
