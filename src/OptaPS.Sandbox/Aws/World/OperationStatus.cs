namespace OptaPS.Sandbox.Aws.World;

/// <summary>States of an asynchronous operation, spelled as Cloud Control does.</summary>
internal static class OperationStatus
{
    public const string Pending = "PENDING";
    public const string InProgress = "IN_PROGRESS";
    public const string Success = "SUCCESS";
    public const string Failed = "FAILED";
    public const string CancelComplete = "CANCEL_COMPLETE";

    public static bool IsTerminal(string status) => status is Success or Failed or CancelComplete;
}
