namespace OptaPS.PowerShell.Completion;

/// <summary>Where local data lies that is known without the engine.</summary>
internal static class LocalFolders
{
    /// <summary>The home folder: OPTA_HOME, else <c>.opta</c> in the user's folder.</summary>
    public static string Home() => Environment.GetEnvironmentVariable("OPTA_HOME") is { Length: > 0 } home
        ? home
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".opta");

    /// <summary>Names of all sandboxes.</summary>
    public static IEnumerable<string> Sandboxes() => Folders(Path.Combine(Home(), "sandboxes"));

    /// <summary>Environments and services that have state on the target, as <c>environment</c> or <c>environment/service</c>.</summary>
    public static IEnumerable<string> Layers(string? sandbox) =>
        Folders(sandbox is null ? Path.Combine(Home(), "state", "cloud") : Path.Combine(Home(), "sandboxes", sandbox, "state")).Select(Decode);

    private static IEnumerable<string> Folders(string path) =>
        Directory.Exists(path) ? Directory.EnumerateDirectories(path).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal) : [];

    // The state's folder names: + stands for /, %hh for other bytes.
    private static string Decode(string folder) => Uri.UnescapeDataString(folder.Replace('+', '/'));
}
