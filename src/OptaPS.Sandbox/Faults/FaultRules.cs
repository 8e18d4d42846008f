using System.Text.Json;
using OptaPS.Sandbox.Persistence;
using OptaPS.Sandbox.RequestLog;

namespace OptaPS.Sandbox.Faults;

/// <summary>The rules that are set now, kept in the world. Rules are asked in the order in which they were added; the first that hits decides.</summary>
internal sealed class FaultRules
{
    private const string Collection = "faults";
    private readonly Lock _gate = new();
    private readonly WorldStore _store;
    private readonly List<ActiveRule> _rules;
    private volatile bool _any;

    public FaultRules(WorldStore store)
    {
        _store = store;
        _rules =
        [
            .. store.All(Collection).Select(d => JsonSerializer.Deserialize<RuleState>(d.Value)!).OrderBy(s => s.Order)
                .Select(s => new ActiveRule(s.Order, s.Rule, s.Seen, s.Draws))
        ];
        _any = _rules.Count > 0;
    }

    public IReadOnlyList<FaultRule> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _rules.Select(r => r.Rule)];
            }
        }
    }

    /// <summary>Sets a rule; one of the same id is replaced. Durable when the task completes.</summary>
    /// <exception cref="ArgumentException">The rule is not valid.</exception>
    public async Task<FaultRule> AddAsync(FaultRule rule)
    {
        FaultRule named;
        Task durable;
        lock (_gate)
        {
            var order = _rules.Count == 0 ? 1 : _rules[^1].Order + 1;
            var number = order;
            while (_rules.Any(r => r.Rule.Id == $"fault-{number}"))
            {
                number++;
            }

            named = rule.Checked() with { Id = rule.Id.Length > 0 ? rule.Id : $"fault-{number}", Hits = 0 };
            _rules.RemoveAll(r => r.Rule.Id == named.Id);
            _rules.Add(new ActiveRule(order, named));
            _any = true;
            durable = _store.CommitAsync(Change(_rules[^1]));
        }

        await durable;
        return named;
    }

    /// <returns>Whether there was such a rule.</returns>
    public async Task<bool> RemoveAsync(string id)
    {
        Task durable;
        lock (_gate)
        {
            if (_rules.RemoveAll(r => r.Rule.Id == id) == 0)
            {
                return false;
            }

            _any = _rules.Count > 0;
            durable = _store.CommitAsync(new StoreChange(Collection, id, null));
        }

        await durable;
        return true;
    }

    public Task ClearAsync()
    {
        lock (_gate)
        {
            var gone = _rules.Select(r => new StoreChange(Collection, r.Rule.Id, null)).ToList();
            _rules.Clear();
            _any = false;
            return _store.CommitAsync(gone);
        }
    }

    /// <summary>The rule of one of the kinds that hits this request, counted as a hit, or null.</summary>
    public FaultRule? Hit(FaultTarget target, params ReadOnlySpan<FaultKind> kinds)
    {
        if (!_any)
        {
            return null;
        }

        lock (_gate)
        {
            foreach (var active in _rules)
            {
                if (!kinds.Contains(active.Rule.Kind) || !Matches(active.Rule, target))
                {
                    continue;
                }

                var hit = active.Draw();
                if (active.Counts)
                {
                    // In order behind whatever the request itself commits later, so an acknowledged effect never outlives its count.
                    _ = _store.CommitAsync(Change(active));
                }

                if (hit)
                {
                    return active.Rule;
                }
            }
        }

        return null;
    }

    private static StoreChange Change(ActiveRule active) => new(Collection, active.Rule.Id, JsonSerializer.Serialize(active.State));

    private static bool Matches(FaultRule rule, FaultTarget target) =>
        (!rule.MutatingOnly || target.Mutating)
        && Glob.Matches(rule.Service, target.Service)
        && Glob.Matches(rule.Operation, target.Operation)
        && (Glob.Matches(rule.Resource, target.ResourceType) || Glob.Matches(rule.Resource, target.Identifier));
}
