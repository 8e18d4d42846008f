using System.Diagnostics;

namespace OptaPS.EndToEnd.Tests.Storms;

/// <summary>Commands of the program as lines for PowerShell.</summary>
internal static class PowerShellForm
{
    /// <summary>Starts pwsh with the module and runs what the program would be given as <paramref name="arguments"/>.</summary>
    public static Process Start(ProgramWorld world, string pwsh, string[] arguments)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OPTA_MODULE"] = OptaPS.Testing.Repository.ModuleManifest,
            ["HOME"] = Directory.CreateDirectory(Path.Combine(world.Folder, "user")).FullName,
            ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
        };
        var line = $"$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; Import-Module $env:OPTA_MODULE; {Line(arguments)} -Sandbox e2e -Confirm:$false";
        return world.StartProgram(pwsh, ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", line], variables);
    }

    private static string Line(string[] arguments) => arguments switch
    {
        ["apply", var plan, ..] when plan.EndsWith(".plan", StringComparison.Ordinal) => $"New-OptaEnvironment -Plan {plan}",
        ["apply", var file, "--refresh-only", ..] => $"New-OptaEnvironment {file} -RefreshOnly",
        ["apply", var file, ..] => $"New-OptaEnvironment {file}",
        ["mesh", "install", var environment, ..] => $"Install-OptaMeshAddon -Environment {environment}",
        ["deploy", var file, "--image", var image, "--module", var module, ..] => $"Deploy-OptaService {file} -Image {image} -Module {module}",
        ["deploy", var file, ..] => $"Deploy-OptaService {file}",
        ["release", "rollback", var release, var revision, "-n", var space, "-e", var environment, ..] => $"Restore-OptaRelease {release} {revision} -Namespace {space} -Environment {environment} -Wait",
        ["release", "uninstall", var release, "-n", var space, "-e", var environment, ..] => $"Uninstall-OptaRelease {release} -Namespace {space} -Environment {environment}",
        ["destroy", var environment, "--recurse", ..] => $"Remove-OptaEnvironment {environment} -Recurse -AllowDataLoss",
        ["destroy", var environment, var service, ..] => $"Remove-OptaService {service} -Environment {environment}",
        ["drift", var environment, ..] => $"Repair-OptaEnvironment {environment}",
        ["rotate-key", .. var rest] => $"Update-OptaStateKey {string.Join(' ', rest)}",
        ["resource", "protect", var environment, var address, _, var service] => $"Protect-OptaResource {environment} {address} -ServiceName {service}",
        ["resource", "unprotect", var environment, var address, _, var service] => $"Unprotect-OptaResource {environment} {address} -ServiceName {service}",
        ["resource", "move", var environment, var from, var to, _, var service] => $"Move-OptaResource {environment} '{from}' '{to}' -ServiceName {service}",
        ["import", var file, .. var pairs, "--auto-approve"] => $"Import-OptaResource {file} -Resource @{{ {string.Join("; ", pairs.Select(Pair))} }}",
        _ => throw new ArgumentException($"no line for {string.Join(' ', arguments)}", nameof(arguments)),
    };

    private static string Pair(string pair) => $"'{pair[..pair.IndexOf('=', StringComparison.Ordinal)]}' = '{pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]}'";
}
