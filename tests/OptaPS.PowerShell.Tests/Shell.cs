using System.Diagnostics;
using OptaPS.Testing;

namespace OptaPS.PowerShell.Tests;

/// <summary>Runs scripts in a clean PowerShell process with the built module at hand.</summary>
internal static class Shell
{
    private static readonly Lazy<Task<bool>> Pester = new(() => AskForPesterAsync(Find()!));

    /// <summary>Path of pwsh, or null.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh")).FirstOrDefault(File.Exists);

    /// <summary>Skips the test when pwsh or Pester 5 is absent, or fails it when OPTA_REQUIRE names what is absent.</summary>
    public static void Require()
    {
        RequiredProgram.Find("pwsh");
        if (!Pester.Value.GetAwaiter().GetResult())
            RequiredProgram.Missing("pester", "Pester 5 is not installed");
    }

    /// <summary>True when the shell has Pester 5.</summary>
    public static Task<bool> HasPesterAsync(string pwsh) => Find() == pwsh ? Pester.Value : AskForPesterAsync(pwsh);

    /// <summary>Runs a script and returns what it wrote to both outputs.</summary>
    public static async Task<string> RunAsync(string pwsh, string script, TimeSpan limit, Dictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(pwsh) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in new[] { "-NoProfile", "-NonInteractive", "-Command", script })
            start.ArgumentList.Add(argument);
        Surroundings.Clear(start.Environment);
        start.Environment["OPTA_MODULE"] = Repository.ModuleManifest;
        start.Environment["OPTA_EXAMPLES"] = Path.Combine(Repository.Root, "examples");
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["NO_COLOR"] = "1";
        start.Environment.Remove("PSModulePath");
        foreach (var (name, value) in variables ?? [])
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var stop = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        return await output + await error;
    }

    private static async Task<bool> AskForPesterAsync(string pwsh) =>
        (await RunAsync(pwsh, "if (Get-Module -ListAvailable Pester | Where-Object { $_.Version.Major -ge 5 }) { 'yes' }", TimeSpan.FromMinutes(1))).Trim() == "yes";
}
