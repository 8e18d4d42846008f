namespace OptaPS.Sandbox.Faults;

/// <summary>A rule that is set, with its place in its sequence of draws; the same seed gives the same sequence, also after a restart.</summary>
internal sealed class ActiveRule
{
    private readonly Random _random;
    private FaultRule _rule;
    private int _seen;
    private int _draws;

    public ActiveRule(int order, FaultRule rule, int seen = 0, int draws = 0)
    {
        Order = order;
        _rule = rule;
        _seen = seen;
        _draws = draws;
        _random = new Random(rule.Seed);
        for (var i = 0; i < draws; i++)
        {
            _random.NextDouble();
        }
    }

    /// <summary>Rules are asked in this order.</summary>
    public int Order { get; }

    public FaultRule Rule => _rule;

    public RuleState State => new(Order, _rule, _seen, _draws);

    /// <summary>Whether what comes next depends on what has been: only then each draw has to be remembered.</summary>
    public bool Counts => _rule.Count > 0 || _rule.Skip > 0 || _rule.Probability < 1;

    /// <summary>Whether this matching request is hit.</summary>
    public bool Draw()
    {
        if (_seen++ < _rule.Skip || (_rule.Count > 0 && _rule.Hits >= _rule.Count))
        {
            return false;
        }

        if (_rule.Probability < 1)
        {
            _draws++;
            if (_random.NextDouble() >= _rule.Probability)
            {
                return false;
            }
        }

        _rule = _rule with { Hits = _rule.Hits + 1 };
        return true;
    }
}
