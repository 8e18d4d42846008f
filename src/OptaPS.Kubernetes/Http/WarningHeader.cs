using System.Text;

namespace OptaPS.Kubernetes.Http;

/// <summary>Reads the server's warnings: <c>Warning: 299 - "text"</c>, several in one header or one header each.</summary>
internal static class WarningHeader
{
    private const string Code = "299 ";

    public static void Report(HttpResponseMessage response, Action<string>? onWarning)
    {
        if (onWarning is null || !response.Headers.NonValidated.TryGetValues("Warning", out var values))
            return;
        foreach (var value in values)
            foreach (var text in Read(value))
                onWarning(text);
    }

    /// <summary>The texts of the warnings of a header; warnings of caches (other codes than 299) are left out.</summary>
    public static IEnumerable<string> Read(string value)
    {
        for (var at = 0; value.IndexOf('"', at) is var open and >= 0;)
        {
            var ours = value[at..open].TrimStart(',', ' ').StartsWith(Code, StringComparison.Ordinal);
            var text = new StringBuilder();
            for (at = open + 1; at < value.Length && value[at] != '"'; at++)
                text.Append(value[at] == '\\' && at + 1 < value.Length ? value[++at] : value[at]);
            at = Math.Min(at + 1, value.Length);
            if (ours)
                yield return text.ToString();
        }
    }
}
