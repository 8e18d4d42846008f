using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Lifecycle hooks and probes of a container.</summary>
internal static class ProbeRules
{
    private static readonly string[] Counters = ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"];

    public static void Check(Findings found, JsonObject container, string field, long grace)
    {
        foreach (var hook in new[] { "postStart", "preStop" })
        {
            if (container.Map("lifecycle", hook) is { } handler)
                Handler(found, handler, $"{field}.lifecycle.{hook}");
            if (container.Number("lifecycle", hook, "sleep", "seconds") is { } pause && (pause < 0 || pause > grace))
                found.Invalid($"{field}.lifecycle.{hook}.sleep", pause, $"must be non-negative and less than terminationGracePeriodSeconds ({grace})");
        }

        foreach (var name in new[] { "livenessProbe", "readinessProbe", "startupProbe" })
        {
            if (container.Map(name) is not { } probe)
                continue;
            var at = field + "." + name;
            Handler(found, probe, at);
            foreach (var counter in Counters)
                found.NotNegative($"{at}.{counter}", probe[counter]);
            if (probe.Number("terminationGracePeriodSeconds") is { } seconds)
            {
                if (name == "readinessProbe")
                    found.Invalid(at + ".terminationGracePeriodSeconds", seconds, "must not be set for readinessProbes");
                else if (seconds <= 0)
                    found.Invalid(at + ".terminationGracePeriodSeconds", seconds, "must be greater than 0");
            }

            if (name != "readinessProbe" && probe.Number("successThreshold") is { } threshold && threshold != 1)
                found.Invalid(at + ".successThreshold", threshold, "must be 1");
        }
    }

    private static void Handler(Findings found, JsonObject handler, string field)
    {
        var seen = 0;
        foreach (var kind in new[] { "exec", "httpGet", "tcpSocket", "grpc", "sleep" })
        {
            if (handler.Map(kind) is not { } action)
                continue;
            var at = field + "." + kind;
            if (seen++ > 0)
                found.Forbidden(at, "may not specify more than 1 handler type");
            else
                Action(found, kind, action, at);
        }

        if (seen == 0)
            found.Required(field, "must specify a handler type");
    }

    private static void Action(Findings found, string kind, JsonObject action, string field)
    {
        switch (kind)
        {
            case "exec":
                if (action.List("command") is null or { Count: 0 })
                    found.Required(field + ".command");
                break;
            case "httpGet":
                if (action.Text("path") is null or "")
                    found.Required(field + ".path");
                found.PortOrName(field + ".port", action["port"]);
                found.OneOf(field + ".scheme", action.Text("scheme"), "HTTP", "HTTPS");
                foreach (var header in action.Objects("httpHeaders").Select(item => item.Text("name") ?? ""))
                {
                    if (header.Length == 0 || !header.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
                        found.Invalid(field + ".httpHeaders", header, "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')");
                }

                break;
            case "tcpSocket":
                found.PortOrName(field + ".port", action["port"]);
                break;
            case "grpc":
                found.Port(field + ".port", action["port"] ?? 0L);
                break;
        }
    }
}
