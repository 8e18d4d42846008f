namespace OptaPS.Kubernetes.Http;

/// <summary>Reads the server's warnings (header <c>Warning: 299 - "text"</c>).</summary>
internal static class WarningHeader
{
    public static void Report(HttpResponseMessage response, Action<string>? onWarning)
    {
        if (onWarning is null)
            return;
        foreach (var warning in response.Headers.Warning)
            if (warning.Code == 299)
                onWarning(warning.Text.Trim('"').Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal));
    }
}
