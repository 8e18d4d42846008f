using OptaPS.Engine.Events;
using OptaPS.Engine.Execution;
using OptaPS.Engine.State.Local;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

/// <summary>A disk that has no room left in the middle of a run.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task ADiskThatIsFull_StopsTheRunWithOneError_AndTheNextRunGoesOn()
    {
        var graph = Lab.Graph([.. Enumerable.Range(0, 40).Select(i => Lab.Node($"m/n{i:d2}"))]);
        for (var room = 1; room < 30; room += 4)
        {
            var lab = new Lab();
            var disk = new FullDisk(lab.Files) { Room = room };
            lab.Backend = new LocalFolderBackend("/states", lab.Time, disk);
            var failures = await FailuresAsync(lab, graph);
            if (failures.Count == 0)
            {
                Assert.True(room > 8, "the disk was never full");
                return;
            }

            var failure = Assert.Single(failures);
            Assert.Equal("OPTA2103", failure.Code);
            Assert.Contains("No space left", failure.Cause, StringComparison.Ordinal);
            Assert.Contains("has room", failure.Remedy, StringComparison.Ordinal);

            disk.Room = int.MaxValue;
            var next = await lab.ApplyAsync(graph);
            Assert.True(next.Status == ApplyStatus.Done, string.Join("; ", next.Failures));
            Assert.Empty(lab.World.Duplicates);
            Assert.Equal(40, lab.World.Items.Count);
        }
    }

    [Fact]
    public async Task NothingIsStarted_AfterTheStateCouldNotBeWritten()
    {
        var lab = new Lab();
        var disk = new FullDisk(lab.Files);
        lab.Backend = new LocalFolderBackend("/states", lab.Time, disk);
        lab.World.After = (call, _) =>
        {
            if (call is { Verb: "create", Address: "a" })
                disk.Room = 0;
            return Task.CompletedTask;
        };
        var result = await lab.ApplyAsync(Lab.Graph(Lab.Node("a"), Lab.Node("b", "thing", null, "a"), Lab.Node("c", "thing", null, "b")));
        Assert.Equal(ApplyStatus.Failed, result.Status);
        Assert.Equal(["create a"], lab.World.Mutations);
        Assert.DoesNotContain(lab.Events, e => e.Kind == EngineEventKind.Started && e.Address != "a");
    }

    [Fact]
    public async Task OneDamagedState_DoesNotHideTheOthers()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a")));
        await lab.ApplyAsync(new Resources.ResourceGraph("other") { Resources = [Lab.Node("b")], Owner = Lab.Owner });
        var folder = Path.Combine("/states", "staging");
        var path = Path.Combine(folder, lab.Files.ListFiles(folder).Where(name => name.StartsWith("snapshot-", StringComparison.Ordinal)).Max()!);
        var content = lab.Files.Read(path)!;
        content[^3] ^= 1;
        lab.Files.Replace(path, content);
        var layers = await lab.Engine().ListLayersAsync();
        Assert.Equal([("other", null), ("staging", "OPTA2101")], layers.Select(layer => (layer.Layer, layer.Problem?.Code)));
    }

    private static async Task<IReadOnlyList<Diagnostics.Diagnostic>> FailuresAsync(Lab lab, Resources.ResourceGraph graph)
    {
        try
        {
            return (await lab.ApplyAsync(graph)).Failures;
        }
        catch (Diagnostics.OptaException exception)
        {
            // Before the first resource.
            return exception.Diagnostics;
        }
    }

    private sealed class FullDisk(IStateFiles files) : IStateFiles
    {
        /// <summary>Journal writes until the disk is full.</summary>
        internal int Room { get; set; } = int.MaxValue;

        public IReadOnlyList<string> ListFolders(string folder) => files.ListFolders(folder);

        public IReadOnlyList<string> ListFiles(string folder) => files.ListFiles(folder);

        public byte[]? Read(string path) => files.Read(path);

        public IJournalFile OpenJournal(string path) => new Journal(files.OpenJournal(path), this);

        public void Replace(string path, ReadOnlySpan<byte> content)
        {
            if (Room == 0)
                throw Full();
            files.Replace(path, content);
        }

        public void Delete(string path) => files.Delete(path);

        public void DeleteFolder(string folder) => files.DeleteFolder(folder);

        public IDisposable? TryLock(string path) => files.TryLock(path);

        private static IOException Full() => new("No space left on device");

        private sealed class Journal(IJournalFile journal, FullDisk disk) : IJournalFile
        {
            public long Length => journal.Length;

            public void Append(ReadOnlySpan<byte> bytes)
            {
                // The last write fits by half, as on a real disk.
                if (disk.Room == 0)
                    throw Full();
                if (--disk.Room > 0)
                {
                    journal.Append(bytes);
                    return;
                }

                journal.Append(bytes[..(bytes.Length / 2)]);
                throw Full();
            }

            public void Flush() => journal.Flush();

            public void Truncate(long length) => journal.Truncate(length);

            public void Dispose() => journal.Dispose();
        }
    }
}
