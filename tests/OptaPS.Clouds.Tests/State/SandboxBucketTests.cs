using OptaPS.Clouds.Aws.State;
using OptaPS.Engine.State.Objects;
using OptaPS.Engine.Tests;

namespace OptaPS.Clouds.Tests.State;

/// <summary>The contract against the sandbox's S3, in a bucket that is versioned and encrypted.</summary>
public sealed class SandboxBucketTests(SandboxFixture fixture) : ObjectStoreContract, IClassFixture<SandboxFixture>, IDisposable
{
    private readonly AwsStateBucket bucket = new(fixture.Sandbox.Endpoints, SandboxFixture.Account.Region, fixture.Bucket, $"{Guid.NewGuid():N}/");

    internal override IObjectStore Store => bucket.Store;

    public void Dispose() => bucket.Dispose();
}
