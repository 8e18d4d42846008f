using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using OptaPS.Sandbox.Tests.Hosting;
using OptaPS.Testing;

namespace OptaPS.Sandbox.Tests.Aws;

/// <summary>Another emulation of AWS as a witness: where both serve a call, shapes of answers and codes of errors agree, or the script says why not.</summary>
public sealed class MotoTests
{
    [SkippableFact]
    public async Task AnswersAndErrors_HaveTheShapesOfMoto()
    {
        var server = RequiredProgram.Find("moto_server");
        var python = RequiredProgram.Find("python3");
        await using var sandbox = await TestSandbox.StartAsync(timeScale: 5000);
        var port = FreePort();
        var start = new ProcessStartInfo(server, ["-H", "127.0.0.1", "-p", $"{port}"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var moto = Process.Start(start)!;
        try
        {
            _ = moto.StandardOutput.ReadToEndAsync();
            _ = moto.StandardError.ReadToEndAsync();
            if (!await IsUpAsync(port, moto))
            {
                RequiredProgram.Missing("moto_server", "moto_server does not start");
            }

            var script = Path.Combine(Repository.Root, "tests", "OptaPS.Sandbox.Tests", "Aws", "compare_with_moto.py");
            var run = new ProcessStartInfo(python, [script, $"http://127.0.0.1:{port}", sandbox.Http.BaseAddress!.ToString(), (string)sandbox.Description["caFile"]!, sandbox.AccessKeyId, sandbox.Secret])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false
            };
            run.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
            using var comparison = Process.Start(run)!;
            var errors = comparison.StandardError.ReadToEndAsync();
            var lines = (await comparison.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await comparison.WaitForExitAsync();
            Assert.True(comparison.ExitCode == 0, await errors);
            Assert.Matches("^compared 1[0-9]{2} calls$", lines[^1]);
            Assert.True(lines.Length == 1, string.Join('\n', lines));
        }
        finally
        {
            moto.Kill(entireProcessTree: true);
            await moto.WaitForExitAsync();
        }
    }

    private static async Task<bool> IsUpAsync(int port, Process process)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (DateTime.UtcNow < deadline && !process.HasExited)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
