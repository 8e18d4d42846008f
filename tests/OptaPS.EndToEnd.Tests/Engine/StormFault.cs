using System.Text.Json.Nodes;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>Fault rules drawn at random, of every kind that the sandbox has.</summary>
internal static class StormFault
{
    private static readonly string[] Kinds =
        ["Throttle", "Error", "Latency", "Reset", "LostResponse", "Hang", "Stale", "OperationFailure", "ExpiredCredentials", "Stuck", "ClockSkew", "Quota"];

    private static readonly string[] Services = ["cloudcontrolapi", "kubernetes:*", "ec2", "charts", "sts", "s3", "*"];

    public static JsonObject Draw(Random random)
    {
        var kind = Kinds[random.Next(Kinds.Length)];
        var fault = new JsonObject
        {
            ["kind"] = kind,
            ["service"] = kind is "OperationFailure" or "Stuck" or "Stale" or "Quota" ? "cloudcontrolapi" : Services[random.Next(Services.Length)],
            ["probability"] = Math.Round(0.03 + (random.NextDouble() * 0.25), 2),
            ["seed"] = random.Next(),
            ["delayMilliseconds"] = random.Next(50, 1500),
            ["skip"] = random.Next(20),
        };
        switch (kind)
        {
            case "Hang" or "ExpiredCredentials" or "Quota":
                fault["count"] = 1 + random.Next(3);
                break;
            case "Error":
                fault["status"] = random.Next(2) == 0 ? 500 : 503;
                break;
            case "OperationFailure":
                fault["code"] = random.Next(2) == 0 ? "NotStabilized" : "ServiceInternalError";
                break;
            case "Stale" when random.Next(2) == 0:
                fault["operation"] = "Reference";
                break;
            case "ClockSkew":
                fault["delayMilliseconds"] = (random.Next(2) == 0 ? 1 : -1) * random.Next(60_000, 3_600_000);
                break;
        }

        return fault;
    }
}
