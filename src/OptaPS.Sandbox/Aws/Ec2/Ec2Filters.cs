using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.RequestLog;

namespace OptaPS.Sandbox.Aws.Ec2;

/// <summary>The Filter parameters of Describe operations.</summary>
internal static class Ec2Filters
{
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Read(AwsCall call)
    {
        var filters = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        for (var i = 1; call.Optional($"Filter.{i}.Name") is { } name; i++)
        {
            filters[name] = call.List($"Filter.{i}.Value");
        }

        return filters;
    }

    /// <exception cref="AwsException">InvalidParameterValue: the sandbox does not know the filter.</exception>
    public static bool Matches(CloudResource resource, Ec2Read read, string filter, IReadOnlyList<string> values)
    {
        if (filter.StartsWith("tag:", StringComparison.Ordinal))
        {
            return Tags(resource).TryGetValue(filter[4..], out var tag) && values.Any(v => Glob.Matches(v, tag));
        }

        if (filter == "tag-key")
        {
            return Tags(resource).Keys.Any(k => values.Any(v => Glob.Matches(v, k)));
        }

        // group-id is groupId among the members.
        var member = string.Concat(filter.Split('-').Select((part, i) => i == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
        if (!read.Members.TryGetValue(member, out var path))
        {
            throw AwsException.BadRequest("InvalidParameterValue", $"The filter '{filter}' is invalid");
        }

        var actual = path.StartsWith('=') ? path[1..] : resource.Text(path);
        return values.Any(v => Glob.Matches(v, actual));
    }

    public static IReadOnlyDictionary<string, string> Tags(CloudResource resource) =>
        (resource.Model["Tags"] as JsonArray ?? []).ToDictionary(t => t!["Key"]!.ToString(), t => t!["Value"]!.ToString(), StringComparer.Ordinal);
}
