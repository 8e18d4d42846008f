using System.Runtime.CompilerServices;

namespace OptaPS.Helm.Formatting;

/// <summary>Refuses recursion before the stack ends.</summary>
internal static class RuntimeGuard
{
    public static void EnsureStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new FunctionException("nesting is too deep");
        }
    }
}
