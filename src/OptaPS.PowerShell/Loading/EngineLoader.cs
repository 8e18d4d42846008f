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

    /// <summary>The program beside the engine, or null when this build came without it.</summary>
    public static string? Program
    {
        get
        {
            var path = Path.Combine(ModuleFolder, "engine", OperatingSystem.IsWindows() ? "opta.exe" : "opta");
            return File.Exists(path) ? path : null;
        }
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
