using Amazon.Runtime;
using OptaPS.Clouds.Aws.Services;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Aws.Resources;

/// <summary>Reads single resources; absence is an answer, not a failure.</summary>
internal sealed class ResourceReader(CloudControlClient client, TimeProvider time)
{
    private static readonly TimeSpan[] Pauses = [.. ((double[])[0.5, 2, 4, 8, 15]).Select(TimeSpan.FromSeconds)];

    /// <summary>The resource, or null when it does not exist.</summary>
    public async Task<ResourceSnapshot?> ReadAsync(string typeName, string identifier, string subject, CancellationToken cancellationToken)
    {
        try
        {
            var resource = await client.GetAsync(typeName, identifier, cancellationToken);
            return new ResourceSnapshot(resource.Identifier, resource.Properties) { TypeName = typeName };
        }
        catch (AmazonServiceException exception) when (IsAbsence(exception))
        {
            return null;
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            throw AwsFailure.From(exception, subject, client.Address);
        }
    }

    /// <summary>The resource that a finished create or update has left; a read that comes too early is repeated for about 30 seconds.</summary>
    public async Task<ResourceSnapshot?> ReadSettledAsync(string typeName, string identifier, string subject, CancellationToken cancellationToken)
    {
        foreach (var pause in Pauses)
        {
            if (await ReadAsync(typeName, identifier, subject, cancellationToken) is { } found)
                return found;
            await Task.Delay(pause, time, cancellationToken);
        }
        return await ReadAsync(typeName, identifier, subject, cancellationToken);
    }

    /// <summary>True when the answer means that there is no such resource.</summary>
    public static bool IsAbsence(AmazonServiceException exception) => exception.ErrorCode is "ResourceNotFoundException" or "NotFound" or "ResourceNotFound";
}
