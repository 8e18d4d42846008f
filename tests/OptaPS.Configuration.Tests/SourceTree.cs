using System.Runtime.CompilerServices;

namespace OptaPS.Configuration.Tests;

/// <summary>Finds files of the source tree.</summary>
internal static class SourceTree
{
    public static string TestProject { get; } = Path.GetDirectoryName(ThisFile())!;

    public static string Root { get; } = Path.GetFullPath(Path.Combine(TestProject, "..", ".."));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
