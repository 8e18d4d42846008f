using System.Management.Automation;
using System.Management.Automation.Host;
using System.Reflection;

namespace OptaPS.PowerShell.Pipeline;

/// <summary>Knows whether a command would ask and whether somebody could answer.</summary>
internal static class Attendance
{
    /// <summary>True under -WhatIf.</summary>
    public static bool IsRehearsal(PSCmdlet cmdlet) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given) ? IsOn(given) : LanguagePrimitives.IsTrue(cmdlet.GetVariableValue("WhatIfPreference"));

    /// <summary>True when ShouldProcess of this cmdlet would ask a question.</summary>
    public static bool WouldAsk(PSCmdlet cmdlet)
    {
        if (IsRehearsal(cmdlet))
            return false;
        var bound = cmdlet.MyInvocation.BoundParameters;
        if (bound.TryGetValue("Confirm", out var confirm))
            return IsOn(confirm);
        // PowerShell takes -Debug for -Confirm.
        if (bound.TryGetValue("Debug", out var debug) && IsOn(debug))
            return true;

        var impact = cmdlet.GetType().GetCustomAttribute<CmdletAttribute>()?.ConfirmImpact ?? ConfirmImpact.Medium;
        var preference = LanguagePrimitives.TryConvertTo(cmdlet.GetVariableValue("ConfirmPreference"), out ConfirmImpact chosen) ? chosen : ConfirmImpact.High;
        return preference != ConfirmImpact.None && impact >= preference;
    }

    /// <summary>True unless the session is known to have nobody at its keyboard: started with -NonInteractive, input not from a terminal, or a build agent.</summary>
    public static bool CanAnswer(PSHost host)
    {
        // The default host is that of runspaces that programs and thread jobs make.
        if (host is null or { Name: "Default Host" } || Environment.GetEnvironmentVariable("TF_BUILD") is { Length: > 0 })
            return false;
        // A background job would wait until somebody receives it; the process of one is started with -s.
        if (host.Name == "ServerRemoteHost")
            return !Environment.GetCommandLineArgs().Contains("-s", StringComparer.OrdinalIgnoreCase);
        return host.Name != "ConsoleHost" || (!Console.IsInputRedirected && !Environment.GetCommandLineArgs().Any(IsNonInteractive));
    }

    private static bool IsNonInteractive(string argument) =>
        argument.Length > 4 && "-noninteractive".StartsWith(argument.Replace("--", "-", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    private static bool IsOn(object? value) => value is SwitchParameter { IsPresent: true } or true;
}
