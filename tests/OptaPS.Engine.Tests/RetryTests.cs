using OptaPS.Diagnostics;
using OptaPS.Engine.Events;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Providers;
using OptaPS.Engine.State;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

public sealed class RetryTests
{
    [Theory]
    [InlineData(RetryAdvice.SameToken, true)]
    [InlineData(RetryAdvice.Throttled, true)]
    [InlineData(RetryAdvice.NewToken, false)]
    public async Task AFailedCall_IsSentAgain_WithTheTokenThatTheAdviceAsksFor(RetryAdvice advice, bool same)
    {
        var lab = new Lab();
        FailFirst(lab, "create", 2, advice);
        var result = await lab.ApplyAsync(Lab.Graph(Lab.Node("a")));
        Assert.Equal(ApplyStatus.Done, result.Status);
        var tokens = lab.World.Calls.Where(call => call.Verb == "create").Select(call => call.Token).ToList();
        Assert.Equal(3, tokens.Count);
        Assert.Equal(same ? 1 : 3, tokens.Distinct().Count());
        Assert.All(tokens, token => Assert.Equal(64, token.Length));
        Assert.Equal(2, lab.Events.Count(item => item.Kind == EngineEventKind.Retrying));
    }

    [Fact]
    public async Task ALostAnswer_IsLookedForBeforeAnythingIsSentAgain()
    {
        var lab = new Lab();
        var lost = 0;
        lab.World.After = (call, _) => call.Verb == "create" && lost++ == 0 ? throw TestWorld.Failure(RetryAdvice.ReadFirst) : Task.CompletedTask;
        var result = await lab.ApplyAsync(Lab.Graph(Lab.Node("a", "tokenless")));
        Assert.Equal(ApplyStatus.Done, result.Status);
        Assert.Equal(["create", "find"], lab.World.Calls.Select(call => call.Verb).Where(verb => verb is "create" or "find"));
        Assert.Single(lab.World.Items);
    }

    [Fact]
    public async Task ALostAnswerOfAnUpdate_IsVerifiedByReading()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a")));
        lab.World.Calls.Clear();
        var lost = 0;
        lab.World.After = (call, _) => call.Verb == "update" && lost++ == 0 ? throw TestWorld.Failure(RetryAdvice.ReadFirst) : Task.CompletedTask;
        var result = await lab.ApplyAsync(Lab.Graph(Lab.Node("a", desired: new JsonObject { ["Name"] = "b" })));
        Assert.Equal(ApplyStatus.Done, result.Status);
        Assert.Single(lab.World.Mutations);
    }

    [Fact]
    public async Task ALostAnswerOfADelete_IsVerifiedByReading()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a")));
        lab.World.Calls.Clear();
        lab.World.After = (call, _) => call.Verb == "delete" ? throw TestWorld.Failure(RetryAdvice.ReadFirst) : Task.CompletedTask;
        Assert.Equal(ApplyStatus.Done, (await lab.DestroyAsync()).Status);
        Assert.Single(lab.World.Mutations);
    }

    [Fact]
    public async Task ATokenWithinItsLife_IsSentAgain_WhenNothingIsFound()
    {
        var lab = new Lab();
        var failed = 0;
        lab.World.Before = (call, _) => call.Verb == "create" && failed++ == 0 ? throw TestWorld.Failure(RetryAdvice.ReadFirst) : Task.CompletedTask;
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a"), Lab.Node("b", "tokenless")));
        var ofA = lab.World.Calls.Where(call => call is { Verb: "create" }).GroupBy(call => call.Address).Single(group => group.Count() == 2);
        Assert.Equal(ofA.Key == "a" ? 1 : 2, ofA.Select(call => call.Token).Distinct().Count());
    }

    [Fact]
    public async Task RetriesEnd_AndTheErrorNamesResourceAndRequest()
    {
        var lab = new Lab();
        lab.World.Before = (call, _) => call.Verb == "create" ? throw TestWorld.Failure(RetryAdvice.SameToken) : Task.CompletedTask;
        var result = await lab.ApplyAsync(Lab.Graph(Lab.Node("a")));
        var failure = Assert.Single(result.Failures);
        Assert.Equal("a", failure.Resource);
        Assert.Equal("req-1", failure.RequestId);
        Assert.InRange(lab.World.Calls.Count(call => call.Verb == "create"), 5, 60);
        Assert.Empty((await lab.StateAsync()).Resources);
    }

    [Fact]
    public async Task AFailedCreateWithAnIdentifier_IsTainted_AndReplacedByTheNextRun()
    {
        var lab = new Lab { World = new TestWorld() };
        var broken = new BrokenCreate();
        var engine = new LayerEngine([broken], new State.Local.LocalFolderBackend("/states", lab.Time, lab.Files), new LayerEngineOptions { KeyWrapper = lab.Key, Time = lab.Time });
        var graph = Lab.Graph(Lab.Node("a") with { Type = new("broken", "thing") });
        var result = await engine.ApplyAsync(await engine.PlanAsync(graph));
        Assert.Equal(ApplyStatus.Failed, result.Status);
        Assert.Equal(RecordStatus.Tainted, (await engine.ReadStateAsync(Lab.Layer))!.Resources["a"].Status);

        broken.Works = true;
        var plan = await engine.PlanAsync(graph);
        Assert.Equal(PlannedAction.Replace, plan.Resources[0].Action);
        Assert.Equal("its create failed half way", plan.Resources[0].Reasons[0]);
        Assert.Equal(ApplyStatus.Done, (await engine.ApplyAsync(plan)).Status);
        Assert.Equal(["create", "delete broken-1", "create"], broken.Log);
    }

    [Fact]
    public async Task ALostAnswerOfALongCreate_IsWaitedForByTheHandleThatIsFound()
    {
        var lab = new Lab();
        var lost = 0;
        lab.World.After = (call, _) => call.Verb == "create" && lost++ == 0 ? throw TestWorld.Failure(RetryAdvice.ReadFirst) : Task.CompletedTask;
        Assert.Equal(ApplyStatus.Done, (await lab.ApplyAsync(Lab.Graph(Lab.Node("a", "slow")))).Status);
        Assert.Equal(["create", "find", "poll", "poll", "poll", "poll"], lab.World.Calls.Select(call => call.Verb).Where(verb => verb is "create" or "find" or "poll"));
        Assert.StartsWith("handle-", Assert.Single(lab.World.Calls.Where(call => call.Verb == "poll").Select(call => call.Token).Distinct(StringComparer.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnOperationThatDoesNotEnd_TimesOut_StaysOpen_AndIsWaitedForByTheNextRun()
    {
        var lab = new Lab();
        lab.World.Traits["slow"] = lab.World.Traits["slow"] with { Deadline = TimeSpan.FromSeconds(1) };
        var result = await lab.ApplyAsync(Lab.Graph(Lab.Node("a", "slow")));
        Assert.Equal("OPTA2501", Assert.Single(result.Failures).Code);
        Assert.NotNull((await lab.StateAsync()).Resources["a"].Open!.Handle);

        lab.World.Traits["slow"] = lab.World.Traits["slow"] with { Deadline = TimeSpan.FromHours(1) };
        Assert.Equal(ApplyStatus.Done, (await lab.ApplyAsync(Lab.Graph(Lab.Node("a", "slow")))).Status);
        Assert.Single(lab.World.Calls, call => call.Verb == "create");
    }

    [Fact]
    public async Task AProviderThatThrowsSomethingElse_FailsItsResourceOnly()
    {
        var lab = new Lab();
        lab.World.Before = (call, _) => call is { Verb: "create", Address: "a" } ? throw new InvalidOperationException("a defect") : Task.CompletedTask;
        var result = await lab.ApplyAsync(Lab.Graph(Lab.Node("a"), Lab.Node("b")));
        Assert.Equal("OPTA2505", Assert.Single(result.Failures).Code);
        Assert.Single(lab.World.Items);
    }

    private static void FailFirst(Lab lab, string verb, int times, RetryAdvice advice)
    {
        var failed = 0;
        lab.World.Before = (call, _) => call.Verb == verb && failed++ < times ? throw TestWorld.Failure(advice) : Task.CompletedTask;
    }

    private sealed class BrokenCreate : IResourceProvider
    {
        private int next;

        internal bool Works { get; set; }

        internal List<string> Log { get; } = [];

        public string Name => "broken";

        public ResourceTraits TraitsOf(string typeName) => new();

        public IReadOnlyList<Diagnostic> Validate(Resources.ResourceNode node) => [];

        public Task<PlannedChange> PlanAsync(PlanRequest request, CancellationToken cancellationToken) => Task.FromResult(Planning.PropertyPlanner.Plan(request, new ResourceTraits()));

        public Task<ResourceSnapshot?> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => Task.FromResult<ResourceSnapshot?>(new ResourceSnapshot(request.Identifier, []));

        public Task<ResourceSnapshot?> FindAsync(CreateRequest request, CancellationToken cancellationToken) => Task.FromResult<ResourceSnapshot?>(null);

        public IAsyncEnumerable<ResourceSnapshot> ListAsync(Resources.Ownership owner, CancellationToken cancellationToken) => AsyncEnumerable.Empty<ResourceSnapshot>();

        public Task<OperationProgress> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
        {
            Log.Add("create");
            next++;
            return Task.FromResult(Works
                ? OperationProgress.Done($"broken-{next}", (JsonObject)request.Desired.DeepClone())
                : OperationProgress.Failed(new ProviderFailure(new Diagnostic("OPTA2990", Severity.Error, "half made"), RetryAdvice.No), $"broken-{next}"));
        }

        public Task<OperationProgress> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<OperationProgress> DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
        {
            Log.Add($"delete {request.Identifier}");
            return Task.FromResult(OperationProgress.Gone);
        }

        public Task<OperationProgress> PollAsync(PollRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<JsonObject> LookupAsync(LookupRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
