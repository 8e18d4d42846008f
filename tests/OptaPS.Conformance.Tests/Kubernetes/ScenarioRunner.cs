using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Conformance.Tests.Kubernetes;

/// <summary>Runs one scenario and tells, per step, the first difference from the recording or null.</summary>
internal sealed class ScenarioRunner(HttpClient signedIn, HttpClient anonymous, JsonObject scenario, Normalizer normalizer)
{
    private static readonly string[] Kept = ["Content-Type", "Content-Encoding", "Location", "Warning", "Retry-After", "Allow", "WWW-Authenticate"];
    private readonly Dictionary<string, JsonNode?> variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<Answer>> watches = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<StepResult>> RunAsync()
    {
        var results = new List<StepResult>();
        foreach (var ns in scenario.Texts("namespaces"))
            await MakeNamespaceAsync(ns);
        try
        {
            foreach (var step in scenario.Objects("steps"))
            {
                var name = scenario.Text("name") + "/" + step.Text("name");
                string? difference;
                try
                {
                    difference = await StepAsync(step);
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException or KeyNotFoundException or InvalidOperationException or IOException)
                {
                    difference = e.GetType().Name + ": " + e.Message;
                }

                results.Add(new StepResult(name, step.ContainsKey("optional"), difference));
            }
        }
        finally
        {
            foreach (var path in scenario.Texts("cleanup"))
                await PlainAsync(HttpMethod.Delete, path, null);
            foreach (var ns in scenario.Texts("namespaces"))
                await PlainAsync(HttpMethod.Delete, "/api/v1/namespaces/" + ns, null);
        }

        return results;
    }

    private async Task<string?> StepAsync(JsonObject step)
    {
        if (step["sleep"] is JsonValue pause)
            await Task.Delay(TimeSpan.FromSeconds(double.Parse(pause.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)));
        if (step.Text("collect") is { } id)
            return Compare(step, await watches[id]);
        if (step["watch"] is JsonObject watch)
        {
            var running = SendAsync(step, watch);
            if (step.Text("background") is not { } name)
                return Compare(step, await running);
            watches[name] = running;
            await Task.Delay(300);
            return null;
        }

        var poll = step.Map("poll");
        var deadline = DateTime.UtcNow.AddSeconds(Math.Min(12, poll.Number("timeout") ?? 40));
        Answer answer;
        while (true)
        {
            answer = await SendAsync(step, null);
            if (poll is null || DateTime.UtcNow > deadline)
                break;
            if (poll.Objects("until").All(condition => Met(condition, answer)))
            {
                if (poll.Number("settle") is { } settle)
                {
                    await Task.Delay(TimeSpan.FromSeconds(Math.Min(settle, 1)));
                    answer = await SendAsync(step, null);
                }

                break;
            }

            await Task.Delay(100);
        }

        return Compare(step, answer);
    }

    private string? Compare(JsonObject step, Answer answer)
    {
        var keep = step.FlagOrNull("managedFields") ?? scenario.Flag("managedFields");
        var expected = step.Map("response")!;
        var got = Result(step, answer, keep);
        var loose = expected.Texts("loose").ToList();
        expected = expected.Copy();
        expected.Remove("loose");
        got.Remove("loose");
        foreach (var pointer in loose)
        {
            Pointers.Remove(expected["body"], pointer);
            Pointers.Remove(got["body"], pointer);
        }

        if (expected["bodyFile"] is not null)
            expected.Remove("bodyFile");
        if (step["save"] is not null)
            got.Remove("body");
        return Differences.First(expected, got, "");
    }

    private JsonObject Result(JsonObject step, Answer answer, bool keep)
    {
        var result = new JsonObject { ["status"] = answer.Status };
        var headers = new JsonObject();
        foreach (var name in Kept.Concat(step.Texts("alsoHeaders")))
        {
            var values = answer.Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                .Select(header => name.Equals("etag", StringComparison.OrdinalIgnoreCase) ? "<etag>" : normalizer.String(header.Value)).ToList();
            if (values.Count == 1)
                headers[name] = values[0];
            else if (values.Count > 1)
                headers[name] = JsonWrite.ToArray(values);
        }

        if (headers.Text("Content-Type") == "application/json")
            headers.Remove("Content-Type");
        if (headers.Count > 0)
            result["headers"] = headers;
        var text = Encoding.UTF8.GetString(answer.Body);
        var ignore = step.Texts("ignore").ToList();
        foreach (var (name, pointer) in step.Pairs("capture"))
            variables[name] = Pointers.Get(step["watch"] is null && step["collect"] is null ? TryParse(answer.Body) : Lines(text), pointer)?.DeepClone();
        if ((step["watch"] is not null || step["collect"] is not null) && answer.Status == 200)
        {
            result["events"] = JsonWrite.ToArray(Lines(text).OfType<JsonObject>().Select(item => (JsonNode)new JsonObject
            {
                ["type"] = item.Text("type"),
                ["object"] = normalizer.Json(item["object"], keep, item.Text("type") == "BOOKMARK", ignore)
            }));
            return result;
        }

        if (step["save"] is not null || step.Flag("discardBody") || answer.Body.Length == 0)
            return result;
        var type = answer.Headers.FirstOrDefault(header => header.Name == "Content-Type").Value ?? "";
        if (type.Contains("json", StringComparison.Ordinal))
            return Document(step, answer, keep, ignore, result);
        if (type.Contains("protobuf", StringComparison.Ordinal))
            result["bodyPrefixHex"] = Convert.ToHexStringLower(answer.Body.AsSpan(0, Math.Min(4, answer.Body.Length)));
        else
            result["text"] = normalizer.String(text);
        return result;
    }

    private JsonObject Document(JsonObject step, Answer answer, bool keep, List<string> ignore, JsonObject result)
    {
        var doc = JsonReader.Parse(answer.Body);
        foreach (var pointer in step.Texts("unordered"))
        {
            if (Pointers.Get(doc, pointer) is JsonArray list)
            {
                var sorted = list.Select(item => item?.DeepClone()).OrderBy(item => Sorted(item)?.ToJsonString(), StringComparer.Ordinal).ToList();
                list.Clear();
                foreach (var item in sorted)
                    list.Add(item);
            }
        }

        var normal = normalizer.Json(doc, keep, false, ignore);
        if (step.Texts("unordered").Contains("/details/causes") && normal is JsonObject status)
            status["message"] = (status.Text("message") ?? "").Split(": ", 2)[0] + ": ...";
        if (step.List("select") is { } select)
        {
            var selected = new JsonObject();
            foreach (var pointer in select.Select(item => item.Text()!))
                selected[pointer] = Pointers.Get(normal, pointer)?.DeepClone();
            result["selected"] = selected;
        }
        else
        {
            result["body"] = normal;
        }

        return result;
    }

    private static JsonNode? Sorted(JsonNode? value) => value switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => value?.DeepClone()
    };

    private static JsonArray Lines(string text) => JsonWrite.ToArray(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => TryParse(Encoding.UTF8.GetBytes(line))));

    private static JsonNode? TryParse(byte[] bytes)
    {
        try
        {
            return bytes.Length == 0 ? null : JsonReader.Parse(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Met(JsonObject condition, Answer answer)
    {
        if (condition.Number("status") is { } status)
            return answer.Status == status;
        var value = Pointers.Get(TryParse(answer.Body), condition.Text("at") ?? "");
        if (condition.ContainsKey("is") && !Differences.Same(condition["is"], value))
            return false;
        if (condition.ContainsKey("not") && Differences.Same(condition["not"], value))
            return false;
        return condition.FlagOrNull("exists") is not { } exists || (value is not null) == exists;
    }

    private async Task<Answer> SendAsync(JsonObject step, JsonObject? watch)
    {
        var target = Substitute(step.Text("path")!)!.ToString();
        if (step.Text("query") is { } query)
            target += "?" + Escape(Substitute(query)!.ToString());
        using var request = new HttpRequestMessage(new HttpMethod(step.Text("method")!), new Uri(signedIn.BaseAddress!.ToString().TrimEnd('/') + target));
        var body = Body(step);
        var headers = (Substitute(step["headers"]) as JsonObject) ?? [];
        if (body is not null)
            request.Content = new ByteArrayContent(body);
        if (body is not null && !headers.Any(header => header.Key.Equals("content-type", StringComparison.OrdinalIgnoreCase)))
            request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "conformance/1.0");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        foreach (var (name, value) in headers)
        {
            if (name.Equals("content-type", StringComparison.OrdinalIgnoreCase))
            {
                request.Content ??= new ByteArrayContent([]);
                if (value is not null)
                    request.Content.Headers.TryAddWithoutValidation(name, value.ToString());
                continue;
            }

            request.Headers.Remove(name);
            foreach (var one in value is JsonArray list ? list : value is null ? [] : new JsonArray(value.DeepClone()))
                request.Headers.TryAddWithoutValidation(name, one!.ToString());
        }

        var client = step.Text("credentials") == "none" ? anonymous : signedIn;
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var all = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).SelectMany(header => header.Value.Select(value => (header.Key, value))).ToList();
        var limit = watch is not null && response.IsSuccessStatusCode ? watch.Number("stopAfter") ?? int.MaxValue : 0;
        if (limit == 0)
        {
            var raw = await response.Content.ReadAsByteArrayAsync();
            if (response.Content.Headers.ContentEncoding.Contains("gzip"))
                raw = Unpack(raw);
            return new Answer((int)response.StatusCode, all, raw);
        }

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var lines = new StringBuilder();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            for (long i = 0; i < limit && await reader.ReadLineAsync(deadline.Token) is { } line; i++)
                lines.Append(line).Append('\n');
        }
        catch (OperationCanceledException)
        {
            lines.Append("{\"type\":\"TIMEOUT\"}\n");
        }

        return new Answer((int)response.StatusCode, all, Encoding.UTF8.GetBytes(lines.ToString()));
    }

    private static byte[] Unpack(byte[] raw)
    {
        using var source = new System.IO.Compression.GZipStream(new MemoryStream(raw), System.IO.Compression.CompressionMode.Decompress);
        using var target = new MemoryStream();
        source.CopyTo(target);
        return target.ToArray();
    }

    private byte[]? Body(JsonObject step)
    {
        if (step["bodyText"] is { } text)
            return Encoding.UTF8.GetBytes(Substitute(text)!.ToString());
        if (step.Text("bodyBase64") is { } encoded)
            return Convert.FromBase64String(encoded);
        if (step.Number("bodySize") is { } size)
            return Encoding.UTF8.GetBytes("{\"metadata\": {\"name\": \"big\"}, \"data\": {\"k\": \"" + new string('x', (int)size) + "\"}}");
        return step.ContainsKey("body") ? Encoding.UTF8.GetBytes(RecordedJson.Write(Substitute(step["body"]))) : null;
    }

    private JsonNode? Substitute(JsonNode? value)
    {
        switch (value)
        {
            case JsonObject map:
                return new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Substitute(pair.Value))));
            case JsonArray list:
                return new JsonArray([.. list.Select(Substitute)]);
        }

        if (value.Text() is not { } text)
            return value?.DeepClone();
        var whole = Regex.Match(text, @"^\$\{(?<name>\w+)\}$", RegexOptions.ExplicitCapture);
        return whole.Success ? variables[whole.Groups["name"].Value]?.DeepClone() : Regex.Replace(text, @"\$\{(?<name>\w+)\}", match => variables[match.Groups["name"].Value]?.ToString() ?? "None", RegexOptions.ExplicitCapture);
    }

    private static string Escape(string query) => string.Concat(Encoding.UTF8.GetBytes(query).Select(value =>
        char.IsAsciiLetterOrDigit((char)value) || "=&%,!()+:/'*~$@-._".Contains((char)value, StringComparison.Ordinal) ? ((char)value).ToString() : $"%{value:X2}"));

    private async Task MakeNamespaceAsync(string name)
    {
        await PlainAsync(HttpMethod.Post, "/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{name}}}"} }""");
        for (var i = 0; i < 200; i++)
        {
            if (await PlainAsync(HttpMethod.Get, $"/api/v1/namespaces/{name}/serviceaccounts/default", null) == 200 && await PlainAsync(HttpMethod.Get, $"/api/v1/namespaces/{name}/configmaps/kube-root-ca.crt", null) == 200)
                return;
            await Task.Delay(25);
        }
    }

    private async Task<int> PlainAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await signedIn.SendAsync(request);
        return (int)response.StatusCode;
    }

    private sealed record Answer(int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body);
}
