using System.ComponentModel;
using System.Diagnostics;
using OptaPS.Configuration.Yaml;

namespace OptaPS.Configuration.Parents;

/// <summary>Fetches one branch of a repository into a temporary folder with the user's own <c>git</c>; it never prompts and ends after a time limit.</summary>
internal static class GitCheckout
{
    /// <summary>The bytes of the file and null, or null and what went wrong.</summary>
    public static async Task<(byte[]? Content, string? Problem)> ReadAsync(GitAddress address, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("opta-git-").FullName;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(timeout);
            var problem = await CloneAsync(address, folder, limit.Token);
            if (problem is not null)
            {
                return (null, problem);
            }

            var file = new FileInfo(Path.Combine(folder, address.Path));
            if (!file.Exists || file.LinkTarget is not null)
            {
                return (null, $"the repository has no file {Quote.Of(address.Path)} on {Quote.Of(address.Ref)}");
            }

            return file.Length > YamlLimits.Bytes ? (null, "the file is larger than 1 MiB") : (await File.ReadAllBytesAsync(file.FullName, cancellationToken), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"git did not finish within {timeout.TotalSeconds:0} seconds");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, Quote.Clean(exception.Message, 200));
        }
        finally
        {
            Remove(folder);
        }
    }

    private static async Task<string?> CloneAsync(GitAddress address, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("git")
        {
            RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false, CreateNoWindow = true,
        };
        foreach (var argument in (string[])["clone", "--quiet", "--depth", "1", "--single-branch", "--no-tags", "--branch", address.Ref, "--", address.Repository, folder])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GCM_INTERACTIVE"] = "never";
        if (!start.Environment.TryGetValue("GIT_SSH_COMMAND", out var ssh) || string.IsNullOrEmpty(ssh))
        {
            start.Environment["GIT_SSH_COMMAND"] = "ssh -o BatchMode=yes -o ConnectTimeout=15";
        }

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return "the program 'git' is not installed or not on the PATH";
        }

        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = await process.StandardError.ReadToEndAsync(cancellationToken);
            await output;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? null : "git says: " + Quote.Clean(error.Trim(), 300);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                File.SetAttributes(file, FileAttributes.Normal);
            }

            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A leftover temporary folder does no harm.
            Trace.WriteLine(exception.Message);
        }
    }
}
