using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;

namespace OptaPS.Kubernetes.Http;

/// <summary>Code, category, remedy and retry advice of each kind of failure.</summary>
internal static class FailureTable
{
    public static string CodeOf(KubernetesFailure failure) => failure switch
    {
        KubernetesFailure.Invalid => "OPTA4001",
        KubernetesFailure.NotFound => "OPTA4002",
        KubernetesFailure.UnknownKind => "OPTA4003",
        KubernetesFailure.AlreadyExists => "OPTA4004",
        KubernetesFailure.Conflict => "OPTA4005",
        KubernetesFailure.Expired => "OPTA4006",
        KubernetesFailure.Unauthorized => "OPTA4007",
        KubernetesFailure.Forbidden => "OPTA4008",
        KubernetesFailure.Throttled => "OPTA4009",
        KubernetesFailure.Server => "OPTA4010",
        KubernetesFailure.Unreachable => "OPTA4011",
        KubernetesFailure.ConnectionLost => "OPTA4012",
        KubernetesFailure.Timeout => "OPTA4013",
        KubernetesFailure.CertificateExpired => "OPTA4014",
        KubernetesFailure.ClockSkew => "OPTA4018",
        KubernetesFailure.CertificateUntrusted => "OPTA4015",
        KubernetesFailure.CertificateName => "OPTA4016",
        _ => "OPTA4017",
    };

    public static DiagnosticCategory CategoryOf(KubernetesFailure failure) => failure switch
    {
        KubernetesFailure.Invalid => DiagnosticCategory.InvalidData,
        KubernetesFailure.NotFound or KubernetesFailure.UnknownKind => DiagnosticCategory.ObjectNotFound,
        KubernetesFailure.AlreadyExists => DiagnosticCategory.ResourceExists,
        KubernetesFailure.Conflict => DiagnosticCategory.ResourceBusy,
        KubernetesFailure.Unauthorized => DiagnosticCategory.AuthenticationError,
        KubernetesFailure.Forbidden => DiagnosticCategory.PermissionDenied,
        KubernetesFailure.Timeout => DiagnosticCategory.OperationTimeout,
        KubernetesFailure.CertificateExpired or KubernetesFailure.ClockSkew or KubernetesFailure.CertificateUntrusted or KubernetesFailure.CertificateName => DiagnosticCategory.SecurityError,
        KubernetesFailure.Expired => DiagnosticCategory.InvalidOperation,
        _ => DiagnosticCategory.ResourceUnavailable,
    };

    public static RetryAdvice AdviceOf(KubernetesFailure failure) => failure switch
    {
        KubernetesFailure.Throttled => RetryAdvice.Throttled,
        KubernetesFailure.Server or KubernetesFailure.Unreachable => RetryAdvice.SameToken,
        KubernetesFailure.ConnectionLost or KubernetesFailure.Timeout => RetryAdvice.ReadFirst,
        _ => RetryAdvice.No,
    };

    public static string RemedyOf(KubernetesFailure failure) => failure switch
    {
        KubernetesFailure.Invalid => "Correct the fields named above.",
        KubernetesFailure.NotFound => "Check name and namespace; somebody may have deleted the object.",
        KubernetesFailure.UnknownKind => "Check apiVersion and kind, or install the custom resource definition that brings it first.",
        KubernetesFailure.AlreadyExists => "Rename the object, or remove the existing one.",
        KubernetesFailure.Conflict => "Let the other manager give up the field, or leave the field out.",
        KubernetesFailure.Expired => "List again and continue from there.",
        KubernetesFailure.Unauthorized => "Sign in again, and check that the identity has access to this cluster.",
        KubernetesFailure.Forbidden => "Ask the cluster's administrator for the right that is named above.",
        KubernetesFailure.Throttled => "Wait; the server is overloaded or a quota of requests is used up.",
        KubernetesFailure.Server => "Try again; when it stays so, look at the health of the API server or of the webhook named above.",
        KubernetesFailure.Unreachable => "Check the network, VPN and firewall between here and the cluster, and that the cluster still exists.",
        KubernetesFailure.ConnectionLost => "Run the command again; it continues where it stopped.",
        KubernetesFailure.Timeout => "Run the command again; when it stays so, look at the load of the API server.",
        KubernetesFailure.CertificateExpired => "Renew the API server's certificate, and check this machine's clock.",
        KubernetesFailure.ClockSkew => "Set this machine's clock; when it is right, the certificate was issued with a wrong one.",
        KubernetesFailure.CertificateUntrusted => "Take the certificate authority from the cluster again (it may have been rotated); check that no proxy intercepts the connection.",
        KubernetesFailure.CertificateName => "Use an address that the certificate names, or set tls-server-name to one of its names.",
        _ => "Check that the address is that of a Kubernetes API server.",
    };
}
