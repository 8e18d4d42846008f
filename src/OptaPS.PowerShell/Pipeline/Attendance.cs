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
        if (host is null || host.Name is "Default Host" or "ServerRemoteHost" && Environment.GetEnvironmentVariable("TF_BUILD") is { Length: > 0 })
            return false;
        if (host.Name != "ConsoleHost")
            return true;
        return !Console.IsInputRedirected
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("TF_BUILD"))
            && !Environment.GetCommandLineArgs().Any(argument => argument.Length > 4 && "-noninteractive".StartsWith(argument.Replace("--", "-", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsOn(object? value) => value is SwitchParameter { IsPresent: true } or true;
}
