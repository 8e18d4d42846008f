namespace OptaPS.Helm.Tools.Linting;

/// <summary>Collects findings; a message that is null is none.</summary>
internal sealed class LintFindings
{
    private readonly List<(string Severity, string Path, string Message)> all = [];

    public IReadOnlyList<(string Severity, string Path, string Message)> All => all;

    public void Error(string path, string? message) => Add("ERROR", path, message);

    public void Warning(string path, string? message) => Add("WARNING", path, message);

    public void Info(string path, string? message) => Add("INFO", path, message);

    private void Add(string severity, string path, string? message)
    {
        if (message is not null)
        {
            all.Add((severity, path, message));
        }
    }
}
