namespace OptaPS.Kubernetes.Http;

/// <summary>What kind of failure a <see cref="KubernetesException"/> is; decides code, remedy and whether a retry makes sense.</summary>
public enum KubernetesFailure
{
    /// <summary>The server refused the document (400, 422).</summary>
    Invalid,

    /// <summary>The object does not exist (404).</summary>
    NotFound,

    /// <summary>The server does not serve the kind.</summary>
    UnknownKind,

    /// <summary>The object exists already (409 AlreadyExists).</summary>
    AlreadyExists,

    /// <summary>Somebody else changed or owns it (409 Conflict).</summary>
    Conflict,

    /// <summary>The history asked for is gone (410).</summary>
    Expired,

    /// <summary>The credentials were not accepted (401), or none could be had.</summary>
    Unauthorized,

    /// <summary>The user lacks a right, or admission refused (403).</summary>
    Forbidden,

    /// <summary>The server is throttling (429).</summary>
    Throttled,

    /// <summary>The server failed or is overloaded (5xx).</summary>
    Server,

    /// <summary>No connection could be made.</summary>
    Unreachable,

    /// <summary>The connection broke before the whole answer was there.</summary>
    ConnectionLost,

    /// <summary>No answer in the time allowed.</summary>
    Timeout,

    /// <summary>The server's certificate has expired.</summary>
    CertificateExpired,

    /// <summary>The server's certificate is not valid yet: most often this machine's clock is slow.</summary>
    ClockSkew,

    /// <summary>The server's certificate was issued by an authority that the connection does not trust.</summary>
    CertificateUntrusted,

    /// <summary>The server's certificate is for another name.</summary>
    CertificateName,

    /// <summary>The answer is not what a Kubernetes API server sends.</summary>
    Protocol,
}
