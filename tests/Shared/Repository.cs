namespace OptaPS.Testing;

/// <summary>Finds files of the repository from a test assembly's folder.</summary>
internal static class Repository
{
    /// <summary>The folder that holds OptaPS.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The manifest of the built module.</summary>
    public static string ModuleManifest => Directory.EnumerateFiles(Path.Combine(Root, "out", "OptaPS"), "OptaPS.psd1", SearchOption.AllDirectories).Single();

    /// <summary>The configuration that this test assembly was built in: Debug or Release.</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;

    /// <summary>The opta program of the same configuration, to be started with <c>dotnet</c>; OPTA_PROGRAM names another build for long runs.</summary>
    public static string Program => Environment.GetEnvironmentVariable("OPTA_PROGRAM") is { Length: > 0 } other ? other : Path.Combine(Root, "src", "OptaPS.Cli", "bin", Configuration, "net10.0", "opta.dll");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OptaPS.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The repository's root was not found above the test assembly.");
    }
}
