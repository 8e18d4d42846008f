using OptaPS.Sandbox.Faults;
using OptaPS.Sandbox.Hosting;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Aws.World;

/// <summary>Ends operations when their time has come, also those that were open when the sandbox stopped.</summary>
internal sealed class OperationClock : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private readonly CloudWorld _world;
    private readonly OperationBook _book;
    private readonly ResourceRules _rules;
    private readonly Provisioner _provisioner;
    private readonly FaultRules _faults;
    private readonly SandboxClock _clock;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, Task> _ending = new(StringComparer.Ordinal);
    private Task _loop = Task.CompletedTask;

    public OperationClock(CloudWorld world, OperationBook book, ResourceRules rules, Provisioner provisioner, FaultRules faults, SandboxClock clock)
    {
        _world = world;
        _book = book;
        _rules = rules;
        _provisioner = provisioner;
        _faults = faults;
        _clock = clock;
        provisioner.Accepted = Wake;
    }

    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>Looks again at what is due, after the time scale or the open operations changed.</summary>
    public void Wake() => _wake.Release();

    /// <summary>Shortens or lengthens what remains of every open operation.</summary>
    public async Task RescaleAsync(double scale)
    {
        Task durable;
        lock (_world.Gate)
        {
            var factor = _clock.Scale / scale;
            _clock.Scale = scale;
            var now = _clock.Now;
            durable = _world.RemoveAsync([], [.. _book.Open.ToList().Where(o => o.Due > now).Select(o => _book.Put(o with { Due = now + ((o.Due - now) * factor) }))]);
        }

        await durable;
        Wake();
    }

    /// <summary>Stops the handler from being called again; what it already did stays.</summary>
    public async Task<CloudOperation> CancelAsync(CloudOperation operation)
    {
        Task durable;
        lock (_world.Gate)
        {
            operation = operation with { Status = OperationStatus.CancelComplete, Message = "Canceled by the caller" };
            durable = _world.Find(operation.Type, operation.Region, operation.Identifier) is { } resource
                ? _world.PutAsync(resource with { State = ResourceState.Active }, _book.Put(operation))
                : _world.RemoveAsync([], _book.Put(operation));
        }

        await durable;
        return operation;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        await Task.WhenAll(_ending.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _wake.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var wait = LongestWait;
            lock (_world.Gate)
            {
                foreach (var done in _ending.Where(e => e.Value.IsCompleted).Select(e => e.Key).ToList())
                {
                    _ending.Remove(done);
                }

                foreach (var operation in _book.Open.ToList())
                {
                    var left = operation.Due - _clock.Now;
                    if (left > TimeSpan.Zero)
                    {
                        wait = left < wait ? left : wait;
                    }
                    else if (!_ending.ContainsKey(operation.Token))
                    {
                        wait = Due(operation, wait);
                    }
                }
            }

            try
            {
                await _wake.WaitAsync(wait + TimeSpan.FromMilliseconds(1), _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private TimeSpan Due(CloudOperation operation, TimeSpan wait)
    {
        var target = new FaultTarget("cloudcontrolapi", operation.Operation, operation.Type, operation.Identifier, true);
        if (operation.ErrorCode.Length == 0 && _faults.Hit(target, FaultKind.Stuck) is not null)
        {
            return TimeSpan.FromMilliseconds(100) < wait ? TimeSpan.FromMilliseconds(100) : wait;
        }

        _ending[operation.Token] = Task.Run(() => EndAsync(operation));
        return wait;
    }

    private async Task EndAsync(CloudOperation operation)
    {
        try
        {
            await (operation.ErrorCode.Length > 0 ? FailAsync(operation) : SucceedAsync(operation));
        }
        catch (OperationCanceledException)
        {
            // The sandbox stops; the operation is still open in the journal and ends after the next start.
        }
        catch (HandlerFailure failure)
        {
            await FailAsync(operation with { ErrorCode = failure.Code, Message = failure.Message });
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            await FailAsync(operation with { ErrorCode = "InternalFailure", Message = e.Message });
        }
    }

    private async Task FailAsync(CloudOperation operation)
    {
        Task durable;
        lock (_world.Gate)
        {
            var ended = _book.Put(operation with { Status = OperationStatus.Failed });
            var resource = operation.Refused ? null : _world.Find(operation.Type, operation.Region, operation.Identifier);
            var gone = resource is not null && operation.Operation == ProvisioningRequest.Create && operation.ErrorCode != "NotStabilized";
            durable = resource is null ? _world.RemoveAsync([], ended)
                : gone ? _world.RemoveAsync([resource], ended)
                : _world.PutAsync(resource with { State = ResourceState.Active }, ended);
        }

        await durable;
    }

    private async Task SucceedAsync(CloudOperation operation)
    {
        if (_world.Find(operation.Type, operation.Region, operation.Identifier) is not { } resource)
        {
            await Done([], operation);
            return;
        }

        foreach (var behaviour in _provisioner.BehavioursOf(operation.Type))
        {
            await behaviour.CompleteAsync(operation.Operation, resource, _stop.Token);
        }

        await Done([resource], operation);
    }

    private async Task Done(IReadOnlyList<CloudResource> resources, CloudOperation operation)
    {
        Task durable;
        lock (_world.Gate)
        {
            if (_book.Find(operation.Token, _clock.Now) is { } current && OperationStatus.IsTerminal(current.Status))
            {
                return;
            }

            StoreChange ended = _book.Put(operation with { Status = OperationStatus.Success });
            durable = resources.Count == 0 ? _world.RemoveAsync([], ended)
                : operation.Operation == ProvisioningRequest.Delete
                    ? _world.RemoveAsync([.. _rules.Cascade(_world.Catalog.Find(operation.Type)!, resources[0]), resources[0]], ended)
                    : _world.PutAsync((_world.Find(operation.Type, operation.Region, operation.Identifier) ?? resources[0]) with { State = ResourceState.Active, ChangedAt = _clock.Now }, ended);
        }

        await durable;
    }
}
