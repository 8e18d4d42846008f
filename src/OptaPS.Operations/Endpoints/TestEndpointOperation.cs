using System.Diagnostics;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Endpoints;

/// <summary>Calls an endpoint once and tells what it answered; no answer is a result too, not an error.</summary>
internal static class TestEndpointOperation
{
    private const int BodyLimit = 4096;

    public static async Task<EndpointTest> RunAsync(TestEndpointRequest request, CancellationToken cancellationToken)
    {
        var endpoint = request.Endpoint;
        var result = new EndpointTest(endpoint.ServiceName, endpoint.Uri, Success: false) { EnvironmentName = endpoint.EnvironmentName, Target = endpoint.Target };
        var watch = Stopwatch.StartNew();
        using var client = EndpointClient.Create(endpoint, request.Timeout);
        try
        {
            using var answer = await client.GetAsync(endpoint.Uri, cancellationToken);
            var body = await answer.Content.ReadAsStringAsync(cancellationToken);
            var status = (int)answer.StatusCode;
            return result with
            {
                Success = status < 400,
                StatusCode = status,
                Duration = watch.Elapsed,
                Body = body.Length > BodyLimit ? body[..BodyLimit] : body,
                Reason = status < 400 ? "" : $"{status} {answer.ReasonPhrase}",
            };
        }
        catch (HttpRequestException e)
        {
            return result with { Duration = watch.Elapsed, Reason = e.InnerException?.Message ?? e.Message };
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return result with { Duration = watch.Elapsed, Reason = $"no answer within {request.Timeout.TotalSeconds:0} s" };
        }
    }
}
