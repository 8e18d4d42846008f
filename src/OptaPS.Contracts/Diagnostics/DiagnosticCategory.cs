namespace OptaPS.Diagnostics;

/// <summary>What kind of failure a diagnostic reports; the cmdlets map it to PowerShell's ErrorCategory of the same meaning.</summary>
public enum DiagnosticCategory
{
    /// <summary>The request cannot be carried out in the present state.</summary>
    InvalidOperation,

    /// <summary>A parameter value is wrong.</summary>
    InvalidArgument,

    /// <summary>A file or document is malformed.</summary>
    InvalidData,

    /// <summary>Text could not be parsed.</summary>
    ParserError,

    /// <summary>Something named does not exist.</summary>
    ObjectNotFound,

    /// <summary>Something exists already.</summary>
    ResourceExists,

    /// <summary>Somebody else holds it.</summary>
    ResourceBusy,

    /// <summary>A remote side could not be reached or failed.</summary>
    ResourceUnavailable,

    /// <summary>Credentials are missing, wrong or expired.</summary>
    AuthenticationError,

    /// <summary>The identity is known but lacks a right.</summary>
    PermissionDenied,

    /// <summary>A quota or limit is reached.</summary>
    QuotaExceeded,

    /// <summary>Something did not happen in the time allowed.</summary>
    OperationTimeout,

    /// <summary>The user stopped the operation.</summary>
    OperationStopped,

    /// <summary>A signature, digest or certificate does not match.</summary>
    SecurityError,

    /// <summary>The feature is not supported yet; it is refused by name.</summary>
    NotImplemented,
}
