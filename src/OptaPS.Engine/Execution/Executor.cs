using System.Collections.Concurrent;
using OptaPS.Diagnostics;
using OptaPS.Engine.Dag;
using OptaPS.Engine.Events;
using OptaPS.Engine.Execution.Limits;
using OptaPS.Engine.Execution.Operations;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Execution;

/// <summary>Carries out a plan: everything as early as its dependencies allow, the longest remaining path first.</summary>
internal sealed class Executor
{
    private readonly RunContext context;
    private readonly OperationPlan operations;
    private readonly Dictionary<string, PlannedResource> planned;
    private readonly Dictionary<string, ResourceNode> nodes;
    private readonly ConcurrentDictionary<string, ResourceResult> results = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Diagnostic> failures = new();

    internal Executor(RunContext context)
    {
        this.context = context;
        operations = new OperationPlan(context.Plan, context.State, context.Providers);
        planned = context.Plan.Resources.ToDictionary(resource => resource.Address, StringComparer.Ordinal);
        nodes = context.Plan.Graph.Resources.ToDictionary(node => node.Address, StringComparer.Ordinal);
    }

    /// <summary>The failures in the order in which they happened.</summary>
    internal IReadOnlyList<Diagnostic> Failures => [.. failures];

    internal async Task<IReadOnlyList<ResourceResult>> RunAsync()
    {
        var longest = operations.Graph.LongestRemaining(name => planned[Address(name)].EstimatedDuration);
        context.Urgency = longest.ToDictionary(pair => pair.Key, pair => pair.Value.Ticks, StringComparer.Ordinal);
        await WorkScheduler.RunAsync(operations.Graph, name => context.Urgency[name], RunAsync, Skip);
        return [.. context.Plan.Resources.Select(resource => results.GetValueOrDefault(resource.Address) ?? new ResourceResult(resource.Address, resource.Type, resource.Action, ResourceOutcome.Skipped))];
    }

    private async Task<bool> RunAsync(string name)
    {
        var deletion = OperationPlan.IsDeletion(name, out var address);
        var resource = planned[address];
        var active = resource.Action is not (PlannedAction.None or PlannedAction.Adopt or PlannedAction.Forget);
        if (context.Stop.IsCancellationRequested)
        {
            Finish(resource, ResourceOutcome.Skipped, default, Stopped(address));
            return false;
        }

        var start = context.Time.GetTimestamp();
        OperationEnd end;
        AdaptiveLimiter? limiter = null;
        try
        {
            if (active)
            {
                var wanted = context.Limiters.Of(resource.Type, context.Providers.TraitsOf(resource.Type, address));
                await wanted.AcquireAsync(context.Urgency[name], context.Stop);
                limiter = wanted;
                start = context.Time.GetTimestamp();

                // Off the scheduler's path: a provider may compute for a while before its first wait.
                await Task.Yield();
                context.Events.Report(EngineEventKind.Started, address, resource.Type, resource.Action);
            }

            end = await RunOneAsync(resource, deletion);
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested || context.Hard.IsCancellationRequested)
        {
            end = limiter is null ? new OperationEnd(ResourceOutcome.Skipped, Stopped(address)) : new OperationEnd(ResourceOutcome.Open, OperationErrors.Stopped(address));
        }
        catch (OptaException exception)
        {
            end = new OperationEnd(ResourceOutcome.Failed, exception.Diagnostics[0]);
        }
        catch (ProviderException exception)
        {
            end = new OperationEnd(ResourceOutcome.Failed, exception.Failure.Diagnostic with { Resource = exception.Failure.Diagnostic.Resource ?? address });
        }
        catch (Exception exception)
        {
            end = new OperationEnd(ResourceOutcome.Failed, OperationErrors.Unexpected(address, exception));
        }
        finally
        {
            limiter?.Release();
        }

        var well = end.Outcome is ResourceOutcome.Done or ResourceOutcome.Unchanged;
        if (well && resource.Action == PlannedAction.Replace && deletion != operations.CreatesFirst(address))
            return true;
        Finish(resource, end.Outcome, context.Time.GetElapsedTime(start), end.Failure);
        return well;
    }

    private async Task<OperationEnd> RunOneAsync(PlannedResource resource, bool deletion)
    {
        if (deletion && operations.CreatesFirst(resource.Address))
        {
            foreach (var old in context.State.Resources.Values.Where(record => record.ReplacedAt == resource.Address).ToList())
            {
                var end = await DeleteRun.RunAsync(context, old.Address);
                if (end.Outcome != ResourceOutcome.Done)
                    return end;
            }

            return new OperationEnd(ResourceOutcome.Done);
        }

        if (deletion || resource.Action == PlannedAction.Delete)
            return await DeleteRun.RunAsync(context, resource.Address);
        if (nodes.TryGetValue(resource.Address, out var node))
            return await new NodeRun(context, resource, node, operations.CreatesFirst(resource.Address)).RunAsync();
        if (resource.Action != PlannedAction.Forget)
            return new OperationEnd(ResourceOutcome.Unchanged);
        await context.CommitAsync(new State.Journal.ForgottenEntry(resource.Address));
        return new OperationEnd(ResourceOutcome.Done);
    }

    private void Skip(string name, string cause)
    {
        OperationPlan.IsDeletion(name, out var address);
        var resource = planned[address];
        if (results.ContainsKey(address))
            return;
        var reason = context.Stop.IsCancellationRequested ? Stopped(address) : new Diagnostic("OPTA2503", Severity.Warning, $"'{address}' was not started, because '{Address(cause)}' was not done.")
        {
            Resource = address,
            Remedy = "Remove the cause of the failure and run the same command again.",
        };
        Finish(resource, ResourceOutcome.Skipped, default, reason);
    }

    private void Finish(PlannedResource resource, ResourceOutcome outcome, TimeSpan elapsed, Diagnostic? failure)
    {
        failure = failure is null ? null : context.Redactor.Apply(failure);
        results[resource.Address] = new ResourceResult(resource.Address, resource.Type, resource.Action, outcome)
        {
            Elapsed = elapsed,
            Failure = failure,
            Identifier = context.State.Resources.GetValueOrDefault(resource.Address)?.Identifier ?? resource.Identifier,
        };
        if (outcome == ResourceOutcome.Failed && failure is not null)
            failures.Enqueue(failure);
        var kind = outcome switch
        {
            ResourceOutcome.Done => EngineEventKind.Done,
            ResourceOutcome.Failed => EngineEventKind.Failed,
            _ => EngineEventKind.Skipped,
        };
        if (outcome != ResourceOutcome.Unchanged && !(outcome == ResourceOutcome.Skipped && resource.Action == PlannedAction.None))
            context.Events.Report(kind, resource.Address, resource.Type, resource.Action, failure?.Message, elapsed, failure);
    }

    private static string Address(string name)
    {
        OperationPlan.IsDeletion(name, out var address);
        return address;
    }

    private static Diagnostic Stopped(string address) => new("OPTA2502", Severity.Warning, $"'{address}' was not started, because the run was stopped.")
    {
        Resource = address,
        Category = DiagnosticCategory.OperationStopped,
        Remedy = "Run the same command again; it goes on where it stopped.",
    };
}
