using System.Diagnostics;
using System.Globalization;

namespace OptaPS.PowerShell.Pipeline;

/// <summary>
/// Tells each HTTP call of one operation while it runs. .NET itself publishes them as activities, whatever library makes the call; query
/// strings are masked by .NET, and headers and bodies, where credentials are, are no part of an activity.
/// </summary>
internal sealed class RequestTrace : IDisposable
{
    private const string HttpSource = "System.Net.Http";
    private readonly ActivitySource source = new("OptaPS.PowerShell");
    private readonly ActivityListener listener;
    private readonly Action<string> write;
    private ActivityTraceId trace;

    public RequestTrace(Action<string> write)
    {
        this.write = write;
        listener = new ActivityListener
        {
            ShouldListenTo = candidate => candidate.Name == HttpSource || ReferenceEquals(candidate, source),
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = Stopped,
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Begins the operation; calls made in the same flow of work belong to it.</summary>
    public IDisposable? Begin(string operation)
    {
        var activity = source.StartActivity(operation);
        trace = activity?.TraceId ?? default;
        return activity;
    }

    public void Dispose()
    {
        listener.Dispose();
        source.Dispose();
    }

    private void Stopped(Activity activity)
    {
        if (activity.Source.Name != HttpSource || activity.TraceId != trace || activity.GetTagItem("url.full") is not { } address)
            return;

        var answer = activity.GetTagItem("http.response.status_code") ?? activity.GetTagItem("error.type") ?? "no answer";
        write(string.Create(CultureInfo.InvariantCulture, $"{activity.GetTagItem("http.request.method")} {address} -> {answer} in {activity.Duration.TotalMilliseconds:0} ms"));
    }
}
