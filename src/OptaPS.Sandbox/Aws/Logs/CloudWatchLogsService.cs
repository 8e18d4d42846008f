using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Aws.Logs;

/// <summary>CloudWatch Logs, JSON 1.1: groups, streams, events.</summary>
internal sealed class CloudWatchLogsService(CloudWorld world, ResourceFactory factory, WorldStore store, TimeProvider time) : JsonService("logs", "Logs_20140328.")
{
    public const string Collection = "log-events";
    private const string Group = "AWS::Logs::LogGroup";
    private const string Stream = "AWS::Logs::LogStream";
    private readonly Lock _gate = new();

    protected override string ResourceType => Group;

    protected override string IdentifierMember => "logGroupName";

    protected override async Task<JsonObject> CallAsync(AwsCall call, JsonObject body)
    {
        switch (call.Operation)
        {
            case "DescribeLogGroups":
                var prefix = Optional(body, "logGroupNamePrefix") ?? "";
                return new JsonObject { ["logGroups"] = new JsonArray([.. world.All(Group, call.Region).Where(g => g.Identifier.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(g => g.Identifier, StringComparer.Ordinal).Select(g => (JsonNode)Describe(g))]) };
            case "CreateLogGroup":
                return await CreateAsync(call, Group, GroupModel(body), "The specified log group already exists");
            case "ListTagsForResource":
                var arn = Text(body, "resourceArn");
                var tagged = world.All(Group, call.Region).FirstOrDefault(g => g.Text("Arn").StartsWith(arn, StringComparison.Ordinal)) ?? throw Missing("The specified resource does not exist.");
                return new JsonObject { ["tags"] = new JsonObject((tagged.Model["Tags"] as JsonArray ?? []).Select(t => KeyValuePair.Create(t!["Key"]!.ToString(), t["Value"]?.DeepClone()))) };
        }

        var group = world.Find(Group, call.Region, Text(body, "logGroupName", "InvalidParameterException")) ?? throw Missing("The specified log group does not exist.");
        switch (call.Operation)
        {
            case "DeleteLogGroup":
                await factory.DeleteAsync(group, call.RequestId);
                call.Effect = true;
                return [];
            case "PutRetentionPolicy" or "DeleteRetentionPolicy":
                var model = (JsonObject)group.Model.DeepClone();
                model.Remove("RetentionInDays");
                if (call.Operation == "PutRetentionPolicy")
                {
                    model["RetentionInDays"] = (int)body["retentionInDays"]!;
                }

                await world.PutAsync(group with { Model = model, ChangedAt = time.GetUtcNow() });
                call.Effect = true;
                return [];
            case "CreateLogStream":
                return await CreateAsync(call, Stream, new JsonObject { ["LogGroupName"] = group.Identifier, ["LogStreamName"] = Text(body, "logStreamName", "InvalidParameterException") }, "The specified log stream already exists");
            case "DescribeLogStreams":
                return new JsonObject { ["logStreams"] = new JsonArray([.. Streams(call, group).Where(s => s.Text("LogStreamName").StartsWith(Optional(body, "logStreamNamePrefix") ?? "", StringComparison.Ordinal)).Select(s => (JsonNode)DescribeStream(group, s))]) };
            case "PutLogEvents":
                return await PutAsync(call, body, FindStream(call, group, body));
            case "GetLogEvents":
                var lines = Between(Lines(FindStream(call, group, body)), body).ToList();
                return new JsonObject
                {
                    ["events"] = new JsonArray([.. lines.Select(l => (JsonNode)Event(l))]),
                    ["nextForwardToken"] = $"f/{lines.Count}",
                    ["nextBackwardToken"] = "b/0"
                };
            case "FilterLogEvents":
                return Filter(call, body, group);
            default:
                throw Unknown(call);
        }
    }

    private async Task<JsonObject> CreateAsync(AwsCall call, string type, JsonObject model, string exists)
    {
        try
        {
            await factory.CreateAsync(type, model, call.Region, call.RequestId, call.Caller.Arn);
            call.Effect = true;
            return [];
        }
        catch (HandlerFailure failure)
        {
            throw failure.Code == "AlreadyExists" ? AwsException.BadRequest("ResourceAlreadyExistsException", exists) : AwsException.BadRequest("InvalidParameterException", failure.Message);
        }
    }

    private static JsonObject GroupModel(JsonObject body)
    {
        var model = new JsonObject { ["LogGroupName"] = Text(body, "logGroupName", "InvalidParameterException") };
        if (Optional(body, "kmsKeyId") is { } key)
        {
            model["KmsKeyId"] = key;
        }

        if (body["tags"] is JsonObject tags)
        {
            model["Tags"] = new JsonArray([.. tags.Select(t => (JsonNode)new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value?.DeepClone() })]);
        }

        return model;
    }

    private async Task<JsonObject> PutAsync(AwsCall call, JsonObject body, CloudResource stream)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var added = body["logEvents"]!.AsArray().Select(e => new LogLine((long)e!["timestamp"]!, e["message"]!.ToString(), now)).ToList();
        Task durable;
        lock (_gate)
        {
            durable = store.CommitAsync(new StoreChange(Collection, stream.Key, JsonSerializer.Serialize(Lines(stream).Concat(added).OrderBy(l => l.Timestamp))));
        }

        await durable;
        call.Effect = added.Count > 0;
        return new JsonObject { ["nextSequenceToken"] = now.ToString() };
    }

    private JsonObject Filter(AwsCall call, JsonObject body, CloudResource group)
    {
        var wanted = (Optional(body, "filterPattern") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim('"')).ToList();
        var found = Streams(call, group).SelectMany(s => Between(Lines(s), body), (s, l) => (Stream: s, Line: l))
            .Where(e => wanted.TrueForAll(w => e.Line.Message.Contains(w, StringComparison.Ordinal))).OrderBy(e => e.Line.Timestamp);
        return new JsonObject
        {
            ["events"] = new JsonArray([.. found.Select(e =>
            {
                var item = Event(e.Line);
                item["logStreamName"] = e.Stream.Text("LogStreamName");
                item["eventId"] = $"{e.Line.Timestamp:D20}{e.Line.Message.Length:D8}";
                return (JsonNode)item;
            })]),
            ["searchedLogStreams"] = new JsonArray()
        };
    }

    private IEnumerable<CloudResource> Streams(AwsCall call, CloudResource group) =>
        world.All(Stream, call.Region).Where(s => s.Text("LogGroupName") == group.Identifier).OrderBy(s => s.Text("LogStreamName"), StringComparer.Ordinal);

    private CloudResource FindStream(AwsCall call, CloudResource group, JsonObject body)
    {
        var name = Text(body, "logStreamName", "InvalidParameterException");
        return Streams(call, group).FirstOrDefault(s => s.Text("LogStreamName") == name) ?? throw Missing("The specified log stream does not exist.");
    }

    private IReadOnlyList<LogLine> Lines(CloudResource stream) => store.Get(Collection, stream.Key) is { } json ? JsonSerializer.Deserialize<List<LogLine>>(json)! : [];

    private static IEnumerable<LogLine> Between(IEnumerable<LogLine> lines, JsonObject body) =>
        lines.Where(l => l.Timestamp >= ((long?)body["startTime"] ?? long.MinValue) && l.Timestamp < ((long?)body["endTime"] ?? long.MaxValue)).Take((int?)body["limit"] ?? 10000);

    private JsonObject Describe(CloudResource group)
    {
        var answer = new JsonObject
        {
            ["logGroupName"] = group.Identifier,
            ["creationTime"] = group.Created.ToUnixTimeMilliseconds(),
            ["metricFilterCount"] = 0,
            ["arn"] = group.Text("Arn"),
            ["logGroupArn"] = group.Text("Arn").EndsWith(":*", StringComparison.Ordinal) ? group.Text("Arn")[..^2] : group.Text("Arn"),
            ["logGroupClass"] = group.Text("LogGroupClass"),
            ["storedBytes"] = Streams(group).Sum(s => Lines(s).Sum(l => (long)l.Message.Length))
        };
        if (group.Model["RetentionInDays"] is { } days)
        {
            answer["retentionInDays"] = days.DeepClone();
        }

        if (group.Model["KmsKeyId"] is { } key)
        {
            answer["kmsKeyId"] = key.DeepClone();
        }

        return answer;
    }

    private IEnumerable<CloudResource> Streams(CloudResource group) => world.All(Stream, group.Region).Where(s => s.Text("LogGroupName") == group.Identifier);

    private JsonObject DescribeStream(CloudResource group, CloudResource stream)
    {
        var lines = Lines(stream);
        var answer = new JsonObject
        {
            ["logStreamName"] = stream.Text("LogStreamName"),
            ["creationTime"] = stream.Created.ToUnixTimeMilliseconds(),
            ["arn"] = group.Text("Arn").Replace(":*", "", StringComparison.Ordinal) + ":log-stream:" + stream.Text("LogStreamName"),
            ["storedBytes"] = 0
        };
        if (lines.Count > 0)
        {
            answer["firstEventTimestamp"] = lines[0].Timestamp;
            answer["lastEventTimestamp"] = lines[^1].Timestamp;
            answer["lastIngestionTime"] = lines.Max(l => l.IngestionTime);
        }

        return answer;
    }

    private static JsonObject Event(LogLine line) => new() { ["timestamp"] = line.Timestamp, ["message"] = line.Message, ["ingestionTime"] = line.IngestionTime };

    private static AwsException Missing(string text) => AwsException.BadRequest("ResourceNotFoundException", text);
}
