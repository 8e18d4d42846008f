using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws.Services;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Aws.State;

/// <summary>
/// Makes a state bucket and the key that protects it, neither a resource of any graph. Every step is found by its name or repeated with the
/// same client token, so that a killed bootstrap is finished by the next one.
/// </summary>
internal sealed class StateBucketMaker(CloudControlClient client, AwsAccount account, string bucket, string alias)
{
    private const string BucketType = "AWS::S3::Bucket";
    private const string AliasType = "AWS::KMS::Alias";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly StateBucketDocuments documents = new(account, bucket, alias);

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await FindAsync(BucketType, bucket, cancellationToken) is { } present)
            {
                StateBucketDocuments.Check(present, bucket);
            }
            else
            {
                if (await FindAsync(AliasType, alias, cancellationToken) is null)
                {
                    var key = await CreateAsync("AWS::KMS::Key", documents.Key(), cancellationToken);
                    await CreateAsync(AliasType, documents.Alias(key), cancellationToken);
                }

                await CreateAsync(BucketType, documents.Bucket(), cancellationToken);
            }

            if (await FindAsync("AWS::S3::BucketPolicy", bucket, cancellationToken) is null)
                await CreateAsync("AWS::S3::BucketPolicy", documents.Policy(), cancellationToken);
        }
        catch (Exception exception) when (exception is not OptaException && AwsFailure.IsOfCall(exception, cancellationToken))
        {
            throw new OptaException(AwsFailure.From(exception, $"state bucket {bucket}", client.Address).Failure.Diagnostic, exception);
        }
        catch (ProviderException exception)
        {
            throw new OptaException(exception.Failure.Diagnostic, exception);
        }
    }

    private async Task<JsonObject?> FindAsync(string type, string identifier, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetAsync(type, identifier, cancellationToken)).Properties;
        }
        catch (Amazon.Runtime.AmazonServiceException exception) when (exception.ErrorCode is "ResourceNotFoundException" or "NotFound")
        {
            return null;
        }
    }

    private async Task<string> CreateAsync(string type, JsonObject desired, CancellationToken cancellationToken)
    {
        var token = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"optaps-state|{account.AccountId}|{account.Region}|{bucket}|{type}")));
        var progress = await client.CreateAsync(type, desired, token, cancellationToken);
        while (progress.Status is "PENDING" or "IN_PROGRESS")
        {
            await Task.Delay(Pause, cancellationToken);
            progress = await client.StatusAsync(progress.RequestToken, cancellationToken);
        }

        // Somebody else bootstraps at the same time and was faster.
        if (progress.ErrorCode == "AlreadyExists")
            return "";
        return progress.Status == "SUCCESS"
            ? progress.Identifier!
            : throw new ProviderException(AwsFailure.Reported(progress.ErrorCode ?? progress.Status, progress.StatusMessage ?? "", progress.RequestToken, $"state bucket {bucket}: {type}"));
    }
}
