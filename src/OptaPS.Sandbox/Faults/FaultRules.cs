using OptaPS.Sandbox.RequestLog;

namespace OptaPS.Sandbox.Faults;

/// <summary>The rules that are set now. Rules are asked in the order in which they were added; the first that hits decides.</summary>
internal sealed class FaultRules
{
    private readonly Lock _gate = new();
    private readonly List<ActiveRule> _rules = [];
    private int _next;

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

    public FaultRule Add(FaultRule rule)
    {
        lock (_gate)
        {
            var named = rule with { Id = rule.Id.Length > 0 ? rule.Id : $"fault-{++_next}", Hits = 0 };
            _rules.RemoveAll(r => r.Rule.Id == named.Id);
            _rules.Add(new ActiveRule(named));
            return named;
        }
    }

    public bool Remove(string id)
    {
        lock (_gate)
        {
            return _rules.RemoveAll(r => r.Rule.Id == id) > 0;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
        }
    }

    /// <summary>The rule of one of the kinds that hits this request, counted as a hit, or null.</summary>
    public FaultRule? Hit(FaultTarget target, params ReadOnlySpan<FaultKind> kinds)
    {
        lock (_gate)
        {
            foreach (var active in _rules)
            {
                if (kinds.Contains(active.Rule.Kind) && Matches(active.Rule, target) && active.Draw())
                {
                    return active.Rule;
                }
            }
        }

        return null;
    }

    private static bool Matches(FaultRule rule, FaultTarget target) =>
        (!rule.MutatingOnly || target.Mutating)
        && Glob.Matches(rule.Service, target.Service)
        && Glob.Matches(rule.Operation, target.Operation)
        && (Glob.Matches(rule.Resource, target.ResourceType) || Glob.Matches(rule.Resource, target.Identifier));

    private sealed class ActiveRule(FaultRule rule)
    {
        private readonly Random _random = new(rule.Seed);
        private int _seen;

        public FaultRule Rule { get; private set; } = rule;

        public bool Draw()
        {
            if (_seen++ < Rule.Skip || (Rule.Count > 0 && Rule.Hits >= Rule.Count) || (Rule.Probability < 1 && _random.NextDouble() >= Rule.Probability))
            {
                return false;
            }

            Rule = Rule with { Hits = Rule.Hits + 1 };
            return true;
        }
    }
}
