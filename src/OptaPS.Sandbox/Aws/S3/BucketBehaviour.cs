using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.S3;

/// <summary>A bucket can only be deleted when it holds nothing, old versions included.</summary>
internal sealed class BucketBehaviour(ObjectStore objects) : ITypeBehaviour
{
    public IReadOnlyCollection<string> Types { get; } = ["AWS::S3::Bucket"];

    public void BeforeDelete(CloudWorld world, CloudResource resource)
    {
        if (objects.All(resource.Identifier).Count > 0)
        {
            throw new HandlerFailure("GeneralServiceException", "The bucket you tried to delete is not empty (Service: S3, Status Code: 409)");
        }
    }
}
