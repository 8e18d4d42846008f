using System.Management.Automation;
using System.Text;
using OptaPS.Diagnostics;

namespace OptaPS.PowerShell.Pipeline;

/// <summary>Makes error records of diagnostics: the code is the id, the category is honest, evidence and remedy are on the record.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(Diagnostic diagnostic, object? target)
    {
        var exception = new OptaException(diagnostic);
        return new ErrorRecord(exception, diagnostic.Code, CategoryOf(diagnostic.Category), diagnostic.Resource ?? target)
        {
            // The shell shows the recommended action itself, below the message.
            ErrorDetails = new ErrorDetails(Text(diagnostic with { Remedy = null })) { RecommendedAction = diagnostic.Remedy ?? "" },
        };
    }

    /// <summary>The diagnostic with everything that helps, several lines.</summary>
    public static string Text(Diagnostic d)
    {
        var text = new StringBuilder(d.ToString());
        Line(text, "", d.Excerpt);
        Line(text, "Resource: ", d.Resource);
        Line(text, "Cause: ", d.Cause);
        Line(text, "Allowed: ", d.Allowed);
        Line(text, "Did you mean: ", d.Nearest);
        Line(text, "Request id: ", d.RequestId);
        foreach (var evidence in d.Evidence)
            Line(text, "  | ", evidence);
        Line(text, "Remedy: ", d.Remedy);
        return text.ToString();
    }

    private static void Line(StringBuilder text, string label, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            text.AppendLine().Append(label).Append(value);
    }

    private static ErrorCategory CategoryOf(DiagnosticCategory category) => category switch
    {
        DiagnosticCategory.InvalidArgument => ErrorCategory.InvalidArgument,
        DiagnosticCategory.InvalidData => ErrorCategory.InvalidData,
        DiagnosticCategory.ParserError => ErrorCategory.ParserError,
        DiagnosticCategory.ObjectNotFound => ErrorCategory.ObjectNotFound,
        DiagnosticCategory.ResourceExists => ErrorCategory.ResourceExists,
        DiagnosticCategory.ResourceBusy => ErrorCategory.ResourceBusy,
        DiagnosticCategory.ResourceUnavailable => ErrorCategory.ResourceUnavailable,
        DiagnosticCategory.AuthenticationError => ErrorCategory.AuthenticationError,
        DiagnosticCategory.PermissionDenied => ErrorCategory.PermissionDenied,
        DiagnosticCategory.QuotaExceeded => ErrorCategory.QuotaExceeded,
        DiagnosticCategory.OperationTimeout => ErrorCategory.OperationTimeout,
        DiagnosticCategory.OperationStopped => ErrorCategory.OperationStopped,
        DiagnosticCategory.SecurityError => ErrorCategory.SecurityError,
        DiagnosticCategory.NotImplemented => ErrorCategory.NotImplemented,
        _ => ErrorCategory.InvalidOperation,
    };
}
