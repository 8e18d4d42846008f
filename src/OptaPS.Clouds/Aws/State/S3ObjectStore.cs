using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using OptaPS.Engine.Providers;
using OptaPS.Engine.State.Objects;

namespace OptaPS.Clouds.Aws.State;

/// <summary>A bucket, or a prefix of it, with S3's conditional writes (<c>If-None-Match: *</c>, <c>If-Match</c>). A version is an ETag.</summary>
internal sealed class S3ObjectStore(IAmazonS3 client, Uri address, string bucket, string prefix) : IObjectStore
{
    /// <inheritdoc/>
    public string Description => prefix.Length == 0 ? $"bucket s3://{bucket}" : $"bucket s3://{bucket}/{prefix.TrimEnd('/')}";

    /// <inheritdoc/>
    public async Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = prefix + key }, cancellationToken);
            using var content = new MemoryStream();
            await answer.ResponseStream.CopyToAsync(content, cancellationToken);
            return new StoredObject(content.ToArray(), answer.ETag);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            // A bucket that is not there yet holds no state; writing to it says so.
            return null;
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            throw Failed(exception, key);
        }
    }

    /// <inheritdoc/>
    public async Task<string?> PutAsync(string key, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream(content.ToArray(), writable: false);
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = prefix + key,
            InputStream = body,
            AutoCloseStream = false,
            UseChunkEncoding = false,
            ContentType = "application/octet-stream",
        };
        if (expectedVersion is null)
            request.IfNoneMatch = "*";
        else
            request.IfMatch = expectedVersion;
        try
        {
            return (await client.PutObjectAsync(request, cancellationToken)).ETag;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed
            || (expectedVersion is not null && exception.ErrorCode == "NoSuchKey"))
        {
            return null;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.Conflict)
        {
            // Two conditional writes at the same moment: S3 asks both to try again.
            var failure = AwsFailure.From(exception, Subject(key), address).Failure;
            throw new ProviderException(failure with { Retry = RetryAdvice.SameToken }, exception);
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            throw Failed(exception, key);
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = prefix + key }, cancellationToken);
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            throw Failed(exception, key);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(string keyPrefix, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix + keyPrefix };
        try
        {
            while (true)
            {
                var page = await client.ListObjectsV2Async(request, cancellationToken);
                keys.AddRange((page.S3Objects ?? []).Select(item => item.Key[prefix.Length..]));
                if (page.IsTruncated != true)
                    return keys;
                request.ContinuationToken = page.NextContinuationToken;
            }
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchBucket")
        {
            return [];
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            throw Failed(exception, keyPrefix);
        }
    }

    private string Subject(string key) => $"s3://{bucket}/{prefix}{key}";

    private ProviderException Failed(Exception exception, string key) => AwsFailure.From(exception, Subject(key), address);
}
