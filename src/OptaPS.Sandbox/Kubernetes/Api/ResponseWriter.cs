using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Yaml;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Writes answers in the negotiated representation.</summary>
internal static class ResponseWriter
{
    public static async Task WriteAsync(ApiRequest request, int status, JsonNode body, ResponseForm form)
    {
        var response = request.Http.Response;
        response.StatusCode = status;
        AddWarnings(request);
        byte[] bytes;
        if (form.MediaType == "application/yaml")
        {
            bytes = Encoding.UTF8.GetBytes(YamlWriter.Write(body));
            response.ContentType = "application/yaml";
        }
        else if (form.MediaType == Negotiator.Protobuf)
        {
            if (body is not JsonObject map || ProtobufObject.Write(map) is not { } message)
            {
                // Custom objects have no such form, and kinds whose messages are not known here are refused rather than cut short.
                var refusal = new ApiException(406, "NotAcceptable", "only the following media types are accepted: application/json, application/yaml");
                response.StatusCode = refusal.Code;
                message = ProtobufObject.Write(refusal.ToStatus())!;
            }

            bytes = message;
            response.ContentType = Negotiator.Protobuf;
        }
        else
        {
            bytes = [.. request.QueryFlag("pretty") ? JsonText.ToIndentedBytes(body) : JsonText.ToBytes(body), (byte)'\n'];
            response.ContentType = "application/json";
        }

        await WriteBytesAsync(request, bytes);
    }

    /// <summary>Writes bytes; large answers are compressed when the client allows it.</summary>
    public static async Task WriteBytesAsync(ApiRequest request, byte[] bytes)
    {
        var response = request.Http.Response;
        if (bytes.Length > 128 * 1024 && request.Http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            using var packed = new MemoryStream();
            await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
                await gzip.WriteAsync(bytes, request.Aborted);
            bytes = packed.ToArray();
            response.Headers.ContentEncoding = "gzip";
        }

        if (response.StatusCode == StatusCodes.Status204NoContent)
        {
            response.ContentType = null;
            return;
        }

        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(request.Http.Request.Method))
            await response.Body.WriteAsync(bytes, request.Aborted);
    }

    public static async Task WriteTextAsync(ApiRequest request, int status, string text, string type = "text/plain; charset=utf-8")
    {
        request.Http.Response.StatusCode = status;
        request.Http.Response.ContentType = type;
        await WriteBytesAsync(request, Encoding.UTF8.GetBytes(text));
    }

    public static async Task WriteErrorAsync(ApiRequest request, ApiException error)
    {
        if (error.RetryAfter is { } seconds)
            request.Http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (error.Allow is { } allow)
            request.Http.Response.Headers.Allow = allow;
        if (error.IsPage)
        {
            AddWarnings(request);
            await WriteTextAsync(request, error.Code, error.Message);
            return;
        }

        var yaml = request.Http.Request.Headers.Accept.ToString().StartsWith("application/yaml", StringComparison.Ordinal);
        await WriteAsync(request, error.Code, error.ToStatus(), yaml ? new ResponseForm("application/yaml") : ResponseForm.Json);
    }

    private static void AddWarnings(ApiRequest request)
    {
        foreach (var warning in request.Warnings.Distinct())
        {
            var text = warning.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            request.Http.Response.Headers.Append("Warning", $"299 - \"{text}\"");
        }
    }
}
