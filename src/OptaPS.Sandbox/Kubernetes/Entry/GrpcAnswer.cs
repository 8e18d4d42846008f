using System.Buffers.Binary;
using Microsoft.AspNetCore.Http;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Traffic;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Answers a gRPC call: the request's first message comes back, who answered is in headers, the outcome in trailers.</summary>
internal static class GrpcAnswer
{
    public static async Task WriteAsync(HttpContext context, PodAnswer answer)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var response = context.Response;
        response.StatusCode = 200;
        response.ContentType = "application/grpc";
        if (answer.Body is { } pod)
        {
            response.Headers["x-sandbox-pod"] = pod.Text("namespace") + "/" + pod.Text("pod");
            response.Headers["x-sandbox-mutual-tls"] = pod.Flag("mutualTls") ? "true" : "false";
            if (answer.Status == 200 && FirstMessage(body.ToArray()) is { } message)
                await response.Body.WriteAsync(message, context.RequestAborted);
        }

        await response.StartAsync(context.RequestAborted);
        response.AppendTrailer("grpc-status", Code(answer.Status).ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (answer.Refusal is { } why)
            response.AppendTrailer("grpc-message", Uri.EscapeDataString(why));
    }

    public static Task RefuseAsync(HttpContext context, int status, string why) => WriteAsync(context, PodAnswer.Refused(status, why));

    // A frame: one byte of compression, four of length, the message.
    private static ReadOnlyMemory<byte>? FirstMessage(ReadOnlyMemory<byte> body) =>
        body.Length >= 5 && BinaryPrimitives.ReadInt32BigEndian(body.Span[1..]) is var length && length >= 0 && body.Length >= 5 + length ? body[..(5 + length)] : null;

    // As gRPC maps HTTP statuses of intermediaries.
    private static int Code(int status) => status switch
    {
        200 => 0,
        400 => 13,
        401 => 16,
        403 => 7,
        404 => 12,
        429 or 502 or 503 => 14,
        504 => 4,
        _ => 2
    };
}
