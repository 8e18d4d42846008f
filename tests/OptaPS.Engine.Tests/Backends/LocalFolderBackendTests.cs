using System.Text;
using OptaPS.Diagnostics;
using OptaPS.Engine.Locking;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Local;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests.Backends;

public sealed class LocalFolderBackendTests : BackendContract
{
    private readonly CrashingFiles files = new();

    internal override IStateBackend Open(TimeProvider time) => new LocalFolderBackend("/states", time, files);

    internal override void LoseHolder() => files.DropLocks();

    [Fact]
    public async Task AProcessThatStandsStill_IsNamed_WhenItsLockHasEnded()
    {
        var backend = new LocalFolderBackend("/states", TimeProvider.System, files);
        var request = new LeaseRequest("anna@laptop", "apply", TimeSpan.FromMinutes(1), TimeSpan.Zero);
        await using var first = await backend.AcquireAsync("staging", request, default);
        Assert.Contains("locked by anna@laptop", (await Assert.ThrowsAsync<OptaException>(() => backend.AcquireAsync("staging", request, default))).Message, StringComparison.Ordinal);

        await backend.BreakLeaseAsync("staging", force: true, default);
        var error = (await Assert.ThrowsAsync<OptaException>(() => backend.AcquireAsync("staging", request, default))).Diagnostics[0];
        Assert.Equal("OPTA2201", error.Code);
        Assert.Contains($"still open in process {Environment.ProcessId} on ", error.Message, StringComparison.Ordinal);
        Assert.Contains("end it", error.Remedy, StringComparison.Ordinal);
    }

    internal override Task<IReadOnlyList<string>> StoredContentsAsync() =>
        Task.FromResult<IReadOnlyList<string>>([.. files.All().Values.Select(Encoding.UTF8.GetString)]);
}
