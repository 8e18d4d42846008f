namespace OptaPS.Sandbox.Aws.Protocol;

/// <summary>One emulated AWS service.</summary>
internal interface IAwsService
{
    /// <summary>Signing name, which is how a request finds the service.</summary>
    string Name { get; }

    AwsErrorFormat ErrorFormat { get; }

    /// <summary>Reads the operation's name, kind and resource from the request, before signature and faults are looked at. Must not throw for malformed requests.</summary>
    void Identify(AwsCall call);

    Task<AwsReply> InvokeAsync(AwsCall call, CancellationToken ct);
}
