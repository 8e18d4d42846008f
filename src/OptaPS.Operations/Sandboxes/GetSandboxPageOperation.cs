using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Sandboxes;

/// <summary>Asks a running sandbox for a link to its web page.</summary>
internal static class GetSandboxPageOperation
{
    public static async Task<SandboxPage> RunAsync(GetSandboxPageRequest request, CancellationToken cancellationToken)
    {
        using var control = await SandboxControl.OpenAsync(request.Target, cancellationToken);
        var answer = await control.SendAsync(HttpMethod.Post, "page", null, cancellationToken);
        return new SandboxPage(control.Name, new Uri((string)answer["url"]!));
    }
}
