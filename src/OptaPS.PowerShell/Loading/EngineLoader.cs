using System.Reflection;
using System.Runtime.Loader;
using OptaPS.Operations;

namespace OptaPS.PowerShell.Loading;

/// <summary>Makes the operation runner inside the private load context. Nothing is loaded before the first command needs it.</summary>
internal static class EngineLoader
{
    private const string RunnerType = "OptaPS.Operations.OperationRunner";

    /// <summary>The folder of this module.</summary>
    public static string ModuleFolder { get; } = Path.GetDirectoryName(typeof(EngineLoader).Assembly.Location)!;

    /// <summary>
    /// How the program beside the engine is started: by its own file where this operating system can run it, else by <c>dotnet</c>; null when
    /// there is neither. Packages do not keep the right to execute, and carry the file of one operating system only.
    /// </summary>
    public static IReadOnlyList<string>? Program()
    {
        var file = Path.Combine(ModuleFolder, "engine", OperatingSystem.IsWindows() ? "opta.exe" : "opta");
        if (File.Exists(file) && (OperatingSystem.IsWindows() || File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute)))
            return [file];

        var library = Path.Combine(ModuleFolder, "engine", "opta.dll");
        var dotnet = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")).FirstOrDefault(File.Exists);
        return dotnet is not null && File.Exists(library) ? [dotnet, library] : null;
    }

    /// <summary>Creates a runner. The context is made once for the process and found again by name, also after Import-Module -Force.</summary>
    public static IOperationRunner CreateRunner()
    {
        var engine = Path.Combine(ModuleFolder, "engine", "opta.dll");
        var context = AssemblyLoadContext.All.FirstOrDefault(c => c.Name == "OptaPS.Engine") ?? new EngineLoadContext(engine);
        var assembly = context.LoadFromAssemblyPath(Path.Combine(ModuleFolder, "engine", "OptaPS.Operations.dll"));
        var type = assembly.GetType(RunnerType, throwOnError: true)!;
        return (IOperationRunner)Activator.CreateInstance(type, BindingFlags.Public | BindingFlags.Instance, null, [], null)!;
    }
}
