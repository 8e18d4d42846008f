namespace OptaPS.Sandbox.Kubernetes.Admission.Security;

/// <summary>Why a pod does not fit a security level.</summary>
/// <param name="Reason">The rule in short.</param>
/// <param name="Detail">Which part breaks it.</param>
internal sealed record SecurityFinding(string Reason, string Detail)
{
    public override string ToString() => $"{Reason} ({Detail})";
}
