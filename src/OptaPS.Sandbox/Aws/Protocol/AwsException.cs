namespace OptaPS.Sandbox.Aws.Protocol;

/// <summary>A refusal in the service's own words: HTTP status, error code and text.</summary>
internal sealed class AwsException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static AwsException BadRequest(string code, string message) => new(400, code, message);

    public static AwsException Forbidden(string code, string message) => new(403, code, message);

    public static AwsException NotFound(string code, string message) => new(404, code, message);
}
