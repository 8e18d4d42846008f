namespace OptaPS.Sandbox.Aws.World;

/// <summary>An asynchronous operation on a resource and how it will end.</summary>
internal sealed record CloudOperation(string Token, string ClientToken, string ContentHash, string Operation, string Type, string Region)
{
    public string Identifier { get; init; } = "";

    public string Status { get; init; } = OperationStatus.Pending;

    public DateTimeOffset Started { get; init; }

    /// <summary>Real time at which the operation ends.</summary>
    public DateTimeOffset Due { get; init; }

    /// <summary>Error with which it ends, or empty.</summary>
    public string ErrorCode { get; init; } = "";

    public string Message { get; init; } = "";

    /// <summary>The handler refused at once and touched nothing.</summary>
    public bool Refused { get; init; }
}
