using System.Diagnostics;
using OptaPS.Testing;

namespace OptaPS.Cli.Tests;

/// <summary>A folder of one test in which the program is run as a child process, as users run it.</summary>
public sealed class OptaProgram : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("opta-cli-").FullName;

    /// <summary>Where the program is started; the test's own folder when not chosen.</summary>
    public string? StartFolder { get; init; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public void Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public Task<ProgramResult> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(StringComparer.Ordinal), arguments);

    public async Task<ProgramResult> RunAsync(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = StartFolder ?? Folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Repository.Program, .. arguments])
            start.ArgumentList.Add(argument);

        Surroundings.Clear(start.Environment);
        start.Environment["OPTA_HOME"] = Path.Combine(Folder, ".home");
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new ProgramResult(process.ExitCode, await output, await error);
    }
}
