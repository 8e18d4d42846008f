using System.Text;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Local;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests.Backends;

public sealed class LocalFolderBackendTests : BackendContract
{
    private readonly CrashingFiles files = new();

    internal override IStateBackend Open(TimeProvider time) => new LocalFolderBackend("/states", time, files);

    internal override void LoseHolder() => files.DropLocks();

    internal override Task<IReadOnlyList<string>> StoredContentsAsync() =>
        Task.FromResult<IReadOnlyList<string>>([.. files.All().Values.Select(Encoding.UTF8.GetString)]);
}
