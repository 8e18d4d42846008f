using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Testing;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>What a session of PowerShell leaves behind: its transcript, all its streams, error records, stored objects, state, plans and temporary files.</summary>
public sealed class PowerShellSecretTests
{
    private const string Session = """
        $ErrorActionPreference = 'Continue'
        Start-Transcript -Path ./transcript.txt -IncludeInvocationHeader | Out-Null
        Import-Module $env:OPTA_MODULE
        $PSDefaultParameterValues['*-Opta*:Sandbox'] = 'e2e'
        $loud = @{ Verbose = $true; Debug = $true }
        $made = New-OptaEnvironment ./env-own.yaml -Confirm:$false @loud
        $mesh = Install-OptaMeshAddon -Environment mine -Confirm:$false @loud
        $plan = Get-OptaPlan ./hello.yaml -OutFile ./hello.plan @loud
        $deployed = Deploy-OptaService ./hello.yaml -Confirm:$false @loud
        "made $($made.Status), deployed $($deployed.Status), mesh $($mesh.Status), errors $($Error.Count)"
        $failed = New-OptaEnvironment ./env-refused.yaml -Confirm:$false @loud
        "failed with $($Error[0].FullyQualifiedErrorId)"
        $drift = Test-OptaDrift mine
        $outputs = Get-OptaOutput mine
        $all = @($plan, $made, $deployed, $mesh, $failed, $drift, $outputs) | Where-Object { $_ }
        $all | Format-List * -Force
        $all | ConvertTo-Json -Depth 6
        $Error | Format-List * -Force
        $Error | ForEach-Object { $_.Exception, $_.TargetObject, $_.ErrorDetails, $_.InvocationInfo } | Format-List * -Force
        Get-Error -Newest 3
        $all | Export-Clixml ./objects.clixml -Depth 6
        $Error | Export-Clixml ./errors.clixml -Depth 3
        Stop-Transcript | Out-Null
        """;

    [SkippableFact]
    public async Task ASession_WithTranscriptVerboseDebugAndAFailure_WritesNoSecret()
    {
        var pwsh = RequiredProgram.Find("pwsh");
        await using var world = new ProgramWorld();
        var search = new SecretSearch(world);
        // Started by the program, not by the session: a process that outlives PowerShell would keep its pipes open.
        await world.StartAsync(timeScale: 200, localCluster: true);
        await PrepareAsync(world, search);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OPTA_MODULE"] = Repository.ModuleManifest,
            ["HOME"] = Directory.CreateDirectory(Path.Combine(world.Folder, "user")).FullName,
            ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
        };
        var session = await world.RunAsync(pwsh, variables, "-NoLogo", "-NoProfile", "-NonInteractive", "-File", "session.ps1");

        Assert.True(session.Exit == 0, session.ToString());
        Assert.True(session.Output.Contains("made Succeeded, deployed Succeeded, mesh Ready, errors 0", StringComparison.Ordinal), session.ToString());
        Assert.True(session.Output.Contains("failed with OPTA", StringComparison.Ordinal), session.ToString());
        Assert.Contains("VERBOSE: ", await File.ReadAllTextAsync(Path.Combine(world.Folder, "transcript.txt")), StringComparison.Ordinal);
        await search.RunAsync([session], made: 9, "transcript.txt", "objects.clixml", "errors.clixml", "hello.plan", "journal-", "snapshot-");
    }

    /// <summary>Files of the example for a cluster of one's own; the kubeconfig's key is a secret, and so is the token of one that the cluster refuses.</summary>
    private static async Task PrepareAsync(ProgramWorld world, SecretSearch search)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "examples", "own-cluster")))
            File.Copy(file, Path.Combine(world.Folder, Path.GetFileName(file)), overwrite: true);
        await world.CopyAsync("env-own.yaml", "env-refused.yaml", "kubeconfig.yaml", "refused.yaml");
        var made = Path.Combine(world.Home, "sandboxes", "e2e", "local.kubeconfig");
        string good = Path.Combine(world.Folder, "kubeconfig.yaml"), refused = Path.Combine(world.Folder, "refused.yaml");
        File.Copy(made, good);
        var kubeconfig = JsonNode.Parse(await File.ReadAllTextAsync(made))!;
        var user = kubeconfig["users"]![0]!["user"]!;
        search.Plant("the cluster's key", Encoding.UTF8.GetString(Convert.FromBase64String(user["client-key-data"]!.GetValue<string>())), made, good);

        var token = SecretSearch.Canary("token");
        search.Plant("a refused token", token, refused);
        kubeconfig["users"]![0]!["user"] = new JsonObject { ["token"] = token };
        await File.WriteAllTextAsync(refused, kubeconfig.ToJsonString());
        await File.WriteAllTextAsync(Path.Combine(world.Folder, "session.ps1"), Session);
    }
}
