using System.Collections;
using System.Management.Automation;

namespace OptaPS.PowerShell.Completion;

/// <summary>What the user has typed for the command so far, and what the session says where nothing was typed.</summary>
internal sealed class TypedParameters(IDictionary? bound)
{
    /// <summary>The sandbox meant: the parameter, else the session's.</summary>
    public string? Sandbox => Value("Sandbox") ?? SessionSandbox();

    /// <summary>The environment typed, or null.</summary>
    public string? Environment => Value("EnvironmentName") ?? Value("Environment");

    /// <summary>The text typed for a parameter, or null.</summary>
    public string? Value(string parameter) => bound?[parameter]?.ToString() is { Length: > 0 } text ? text : null;

    private static string? SessionSandbox()
    {
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddScript($"$global:{OptaCmdlet.SandboxVariable}").Invoke<string>().FirstOrDefault() is { Length: > 0 } name ? name : null;
    }
}
