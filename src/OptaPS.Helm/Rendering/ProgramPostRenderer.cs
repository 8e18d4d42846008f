using System.ComponentModel;
using System.Diagnostics;

namespace OptaPS.Helm.Rendering;

/// <summary>A post-renderer that is a program: it reads manifests from standard input and writes others to standard output.</summary>
public sealed class ProgramPostRenderer : IPostRenderer
{
    private readonly string path;
    private readonly IReadOnlyList<string> arguments;

    /// <summary>Finds the program.</summary>
    /// <param name="program">A path, or a name on the PATH.</param>
    /// <param name="arguments">Arguments for it.</param>
    /// <exception cref="OptaException">OPTA5027: there is no such program.</exception>
    public ProgramPostRenderer(string program, IReadOnlyList<string> arguments)
    {
        this.arguments = arguments;
        path = Find(program) ?? throw HelmError.Of(
            HelmError.PostRender,
            $"invalid argument {GoQuote.Quote(program)} for \"--post-renderer\" flag: unable to find binary at {program}: exec: {GoQuote.Quote(program)}: executable file not found in $PATH");
    }

    /// <inheritdoc/>
    public async Task<string> RunAsync(string manifests, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        try
        {
            using var process = Process.Start(start)!;
            var output = ReadAsync(process.StandardOutput.BaseStream, cancellationToken);
            var errors = ReadAsync(process.StandardError.BaseStream, cancellationToken);
            await WriteAsync(process, GoText.ToBytes(manifests), cancellationToken);
            var text = await output;
            var problem = await errors;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? text : throw HelmError.Of(
                HelmError.PostRender,
                $"error while running post render on files: error while running command {path}. error output: {problem.Trim()}: exit status {process.ExitCode}");
        }
        catch (Win32Exception e)
        {
            throw HelmError.Of(HelmError.PostRender, $"error while running post render on files: error while running command {path}: {e.Message}", e);
        }
    }

    private static async Task WriteAsync(Process process, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(bytes, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading all of its input, which is its right; its exit code decides.
        }
    }

    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, cancellationToken);
        return GoText.FromBytes(buffer.ToArray());
    }

    private static string? Find(string program)
    {
        if (program.Contains('/') || Path.IsPathRooted(program))
        {
            return File.Exists(program) ? program : null;
        }
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var suffix in OperatingSystem.IsWindows() ? new[] { ".exe", ".cmd", ".bat", "" } : [""])
            {
                var candidate = Path.Combine(folder, program + suffix);
                if (File.Exists(candidate))
                {
                    return candidate;
                }
            }
        }
        return null;
    }
}
