using OptaPS.Diagnostics;

namespace OptaPS.Kubernetes.Kubeconfig;

/// <summary>Reads the files that kubeconfig entries name.</summary>
internal static class KubeconfigFiles
{
    public static async Task<string> ReadAsync(KubeconfigEntry entry, string path, string member, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(entry.PathOf(path), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OptaException(new Diagnostic("OPTA4029", Severity.Error, $"The file '{path}', which {member} of '{entry.Name}' in {entry.File} names, cannot be read.")
            {
                Cause = exception.Message,
                Category = DiagnosticCategory.ObjectNotFound,
            }, exception);
        }
    }
}
