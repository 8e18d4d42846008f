using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Util;

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>
/// Pipeline step around the SDK's retries that repeats what was refused because of its time. The SDK corrects its clock by the refusal's own date, but
/// a call that was signed before another one corrected the clock is given up, and so is one during which the clock changed more than twice.
/// </summary>
internal sealed class ClockRepeater : PipelineHandler
{
    private const int MostRepeats = 4;

    /// <summary>Adds the step to a client's pipeline.</summary>
    public static void AddTo(RuntimePipeline pipeline) => pipeline.AddHandlerBefore<RetryHandler>(new ClockRepeater());

    /// <inheritdoc/>
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        for (var repeat = 0; ; repeat++)
        {
            try
            {
                return await base.InvokeAsync<T>(executionContext);
            }
            catch (AmazonServiceException refusal) when (repeat < MostRepeats && SigningTime.IsReasonOf(refusal, executionContext.RequestContext.Request))
            {
                PrepareAgain(executionContext.RequestContext);
            }
        }
    }

    private static void PrepareAgain(IRequestContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        context.Retries = 0;
        context.IsSigned = false;
        var request = context.Request;
        if (request.ContentStream is not { } stream || request.OriginalStreamPosition < 0)
            return;
        if (stream is HashStream hashing)
        {
            hashing.Reset();
            stream = hashing.GetSeekableBaseStream();
        }

        stream.Position = request.OriginalStreamPosition;
    }
}
