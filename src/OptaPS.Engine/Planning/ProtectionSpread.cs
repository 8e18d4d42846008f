using OptaPS.Engine.Providers;

namespace OptaPS.Engine.Planning;

/// <summary>What a protected resource needs cannot be deleted either; it is skipped with it.</summary>
internal static class ProtectionSpread
{
    internal static void Apply(PlanContext context)
    {
        var kept = context.Planned.Values.Where(planned => planned.Refusal?.Code == "OPTA2402").Select(planned => planned.Address).ToList();
        foreach (var holder in kept)
        {
            foreach (var address in context.Dependencies.NeedsOf([holder]))
            {
                if (context.Planned.TryGetValue(address, out var planned) && planned.Action is (PlannedAction.Delete or PlannedAction.Replace))
                {
                    context.Planned[address] = planned with
                    {
                        Action = PlannedAction.None,
                        Risk = RiskClass.None,
                        Refusal = context.Planned[holder].Refusal! with { Resource = address, Message = $"'{address}' stays, because the protected '{holder}' needs it." },
                    };
                }
            }
        }
    }
}
