using System.Reflection;
using System.Runtime.Loader;
using OptaPS.Operations;

namespace OptaPS.PowerShell.Loading;

/// <summary>
/// The private context in which the engine and its packages live, so that they never meet the versions that other modules of the
/// session brought. Only OptaPS.Contracts and what the runtime itself has are shared.
/// </summary>
internal sealed class EngineLoadContext : AssemblyLoadContext
{
    private readonly AssemblyDependencyResolver resolver;

    public EngineLoadContext(string engineAssembly)
        : base("OptaPS.Engine", isCollectible: false) => resolver = new AssemblyDependencyResolver(engineAssembly);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var contracts = typeof(IOperationRunner).Assembly;
        if (assemblyName.Name == contracts.GetName().Name)
            return contracts;

        return resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : nint.Zero;
}
