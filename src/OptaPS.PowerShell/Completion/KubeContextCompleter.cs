namespace OptaPS.PowerShell.Completion;

/// <summary>Completes contexts of the kubeconfig typed, or of the usual ones.</summary>
public sealed class KubeContextCompleter : LocalCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedParameters typed) =>
        Files(typed.Value("Kubeconfig")).Where(File.Exists).SelectMany(file => KubeconfigContexts.Read(File.ReadLines(file)).Select(name => new Candidate(name, $"{name} in {file}")));

    private static string[] Files(string? typed)
    {
        if (typed is not null)
            return [typed];
        return Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } list
            ? list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")];
    }
}
