using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.S3;
using Amazon.S3.Model;
using OptaPS.Clouds.Aws.Protocol;
using OptaPS.Clouds.Aws.State;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Objects;
using OptaPS.Engine.Tests;
using OptaPS.Secrets;
using OptaPS.Targets;
using OptaPS.Testing;

namespace OptaPS.Clouds.Tests.State;

/// <summary>What the contract says, against moto's S3: an emulation that shares nothing with ours.</summary>
public sealed class MotoBucketTests
{
    [SkippableFact]
    public async Task TheContractHolds_OnMoto()
    {
        var program = RequiredProgram.Find("moto_server");
        var port = FreePort();
        var start = new ProcessStartInfo(program, $"-H 127.0.0.1 -p {port}") { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        using var server = Process.Start(start)!;
        server.BeginErrorReadLine();
        server.BeginOutputReadLine();
        try
        {
            var endpoints = new EndpointSet("moto")
            {
                World = "moto",
                AwsCredentials = new AwsCredentialPair("AKIDEXAMPLE", new Secret("made-up-secret-of-moto")),
                Services = new Dictionary<string, Uri>(StringComparer.Ordinal) { ["aws:s3"] = new($"http://127.0.0.1:{port}/") },
            };
            await CreateBucketAsync(endpoints);
            await RunAsync(endpoints, contract => contract.Conditions_HoldForEveryWrite());
            await RunAsync(endpoints, contract => contract.KeysAreListed_ByPrefix());
            await RunAsync(endpoints, contract => contract.WhatIsWritten_IsRead());
            await RunAsync(endpoints, contract => contract.Layers_AreListed_AndDeletedOnesAreNot());
            await RunAsync(endpoints, contract => contract.ASecondWriter_IsRefused_AndToldWhoHoldsTheLock());
            await RunAsync(endpoints, contract => contract.ADeadHoldersLock_IsTakenOver_AndItsLateWritesAreRefused());
            await RunAsync(endpoints, contract => contract.ABrokenLock_RefusesItsHolder());
            await RunAsync(endpoints, contract => contract.TheSnapshotBeforeTheNewestOne_IsKept());
            await RunAsync(endpoints, contract => contract.AStateThatIsNotOurs_OrDamaged_IsRefused_Untouched("newer", "OPTA2102"));
            await RunAsync(endpoints, contract => contract.AStateThatIsNotOurs_OrDamaged_IsRefused_Untouched("foreign", "OPTA2105"));
            await RunAsync(endpoints, contract => contract.AStateThatIsNotOurs_OrDamaged_IsRefused_Untouched("truncated", "OPTA2101"));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    private static async Task RunAsync(EndpointSet endpoints, Func<ObjectStoreContract, Task> test)
    {
        using var contract = new Contract(endpoints);
        await test(contract);
    }

    private static async Task CreateBucketAsync(EndpointSet endpoints)
    {
        using var http = new TrustingHttpClientFactory(endpoints);
        using var client = S3ClientMaker.Create(endpoints, "us-east-1", http);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await client.PutBucketAsync(new PutBucketRequest { BucketName = "states" });
                return;
            }
            catch (Exception exception) when (exception is HttpRequestException or AmazonS3Exception && attempt < 100)
            {
                await Task.Delay(300);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Contract(EndpointSet endpoints) : ObjectStoreContract, IDisposable
    {
        private readonly AwsStateBucket bucket = new(endpoints, "us-east-1", "states", $"{Guid.NewGuid():N}/");

        internal override IObjectStore Store => bucket.Store;

        public void Dispose() => bucket.Dispose();
    }
}
