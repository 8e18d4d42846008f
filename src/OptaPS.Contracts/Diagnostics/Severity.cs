namespace OptaPS.Diagnostics;

/// <summary>How grave a <see cref="Diagnostic"/> is.</summary>
public enum Severity
{
    /// <summary>Something worth knowing; nothing has to be done.</summary>
    Information,

    /// <summary>The user may have to act; the operation goes on.</summary>
    Warning,

    /// <summary>The operation, or the item it is about, has failed or is refused.</summary>
    Error,
}
