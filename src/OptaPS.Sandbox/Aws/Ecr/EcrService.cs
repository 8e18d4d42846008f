using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.Ecr;

/// <summary>ECR, JSON 1.1: repositories, images as manifests, login tokens.</summary>
internal sealed class EcrService(CloudWorld world, ResourceFactory factory, EcrImages images, TimeProvider time) : JsonService("ecr", "AmazonEC2ContainerRegistry_V20150921.")
{
    private const string Type = "AWS::ECR::Repository";

    protected override string ResourceType => Type;

    protected override string IdentifierMember => "repositoryName";

    protected override async Task<JsonObject> CallAsync(AwsCall call, JsonObject body)
    {
        switch (call.Operation)
        {
            case "GetAuthorizationToken":
                return Login(call);
            case "DescribeRegistry":
                return new JsonObject { ["registryId"] = world.Account, ["replicationConfiguration"] = new JsonObject { ["rules"] = new JsonArray() } };
            case "DescribeRepositories":
                return DescribeAll(call, body);
            case "CreateRepository":
                return await CreateAsync(call, body);
            case "ListTagsForResource":
                var tagged = world.All(Type, call.Region).FirstOrDefault(r => r.Text("Arn") == Text(body, "resourceArn")) ?? throw NoRepository(Text(body, "resourceArn"));
                return new JsonObject { ["tags"] = tagged.Model["Tags"]?.DeepClone() ?? new JsonArray() };
        }

        var repository = Find(call, Text(body, "repositoryName", "InvalidParameterException"));
        switch (call.Operation)
        {
            case "DeleteRepository":
                if (images.All(repository).Count > 0 && (bool?)body["force"] != true)
                {
                    throw AwsException.BadRequest("RepositoryNotEmptyException", $"The repository with name '{repository.Identifier}' in registry with id '{world.Account}' cannot be deleted because it still contains images");
                }

                await images.ClearAsync(repository);
                await factory.DeleteAsync(repository, call.RequestId);
                call.Effect = true;
                return new JsonObject { ["repository"] = Describe(repository) };
            case "PutImage":
                var put = await images.PutAsync(repository, Text(body, "imageManifest", "InvalidParameterException"), Optional(body, "imageTag"), time.GetUtcNow())
                    ?? throw AwsException.BadRequest("ImageTagAlreadyExistsException", $"The image tag '{Optional(body, "imageTag")}' already exists in the '{repository.Identifier}' repository and cannot be overwritten because the tag is immutable.");
                call.Effect = true;
                return new JsonObject { ["image"] = Image(repository, put, put.Tags.FirstOrDefault()) };
            case "ListImages":
                return new JsonObject { ["imageIds"] = new JsonArray([.. images.All(repository).SelectMany(i => i.Tags.Count == 0 ? [Id(i, null)] : i.Tags.Select(t => Id(i, t)))]) };
            case "DescribeImages":
                return new JsonObject { ["imageDetails"] = new JsonArray([.. Wanted(repository, body, mustExist: true).Select(i => (JsonNode)Detail(repository, i))]) };
            case "BatchGetImage":
                return new JsonObject { ["images"] = new JsonArray([.. Wanted(repository, body, mustExist: false).Select(i => (JsonNode)Image(repository, i, i.Tags.FirstOrDefault()))]), ["failures"] = new JsonArray() };
            case "GetRepositoryPolicy":
                return repository.Model["RepositoryPolicyText"] is { } policy
                    ? new JsonObject { ["registryId"] = world.Account, ["repositoryName"] = repository.Identifier, ["policyText"] = policy is JsonValue text ? text.ToString() : policy.ToJsonString() }
                    : throw AwsException.BadRequest("RepositoryPolicyNotFoundException", $"Repository policy does not exist for the repository with name '{repository.Identifier}' in the registry with id '{world.Account}'");
            default:
                throw Unknown(call);
        }
    }

    private JsonObject Login(AwsCall call)
    {
        var password = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(call.Caller.Arn + call.Region)));
        return new JsonObject
        {
            ["authorizationData"] = new JsonArray(new JsonObject
            {
                ["authorizationToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("AWS:" + password)),
                ["expiresAt"] = Seconds(time.GetUtcNow().AddHours(12)),
                ["proxyEndpoint"] = $"https://{world.Account}.dkr.ecr.{call.Region}.amazonaws.com"
            })
        };
    }

    private JsonObject DescribeAll(AwsCall call, JsonObject body)
    {
        var wanted = (body["repositoryNames"] as JsonArray)?.Select(n => n!.ToString()).ToList();
        var found = wanted is null ? world.All(Type, call.Region) : [.. wanted.Select(name => Find(call, name))];
        return new JsonObject { ["repositories"] = new JsonArray([.. found.Select(r => (JsonNode)Describe(r))]) };
    }

    private async Task<JsonObject> CreateAsync(AwsCall call, JsonObject body)
    {
        var name = Text(body, "repositoryName", "InvalidParameterException");
        if (world.Find(Type, call.Region, name) is not null)
        {
            throw AwsException.BadRequest("RepositoryAlreadyExistsException", $"The repository with name '{name}' already exists in the registry with id '{world.Account}'");
        }

        var model = new JsonObject { ["RepositoryName"] = name };
        if (Optional(body, "imageTagMutability") is { } mutability)
        {
            model["ImageTagMutability"] = mutability;
        }

        if (body["tags"] is JsonArray tags)
        {
            model["Tags"] = tags.DeepClone();
        }

        var made = await factory.CreateAsync(Type, model, call.Region, call.RequestId, call.Caller.Arn);
        call.Effect = true;
        return new JsonObject { ["repository"] = Describe(made) };
    }

    private IEnumerable<EcrImage> Wanted(CloudResource repository, JsonObject body, bool mustExist)
    {
        var all = images.All(repository);
        if (body["imageIds"] is not JsonArray ids)
        {
            return all;
        }

        return ids.Select(id => all.FirstOrDefault(i => id!["imageDigest"]?.ToString() == i.Digest || (id["imageTag"]?.ToString() is { } tag && i.Tags.Contains(tag)))
            ?? (mustExist
                ? throw AwsException.BadRequest("ImageNotFoundException", $"The image with imageId {{imageDigest:'{id!["imageDigest"]?.ToString() ?? "null"}', imageTag:'{id["imageTag"]?.ToString() ?? "null"}'}} does not exist within the repository with name '{repository.Identifier}' in the registry with id '{world.Account}'")
                : null)).OfType<EcrImage>();
    }

    private CloudResource Find(AwsCall call, string name) => world.Find(Type, call.Region, name) ?? throw NoRepository(name);

    private AwsException NoRepository(string name) =>
        AwsException.BadRequest("RepositoryNotFoundException", $"The repository with name '{name}' does not exist in the registry with id '{world.Account}'");

    private JsonObject Describe(CloudResource repository) => new()
    {
        ["repositoryArn"] = repository.Text("Arn"),
        ["registryId"] = world.Account,
        ["repositoryName"] = repository.Identifier,
        ["repositoryUri"] = repository.Text("RepositoryUri"),
        ["createdAt"] = Seconds(repository.Created),
        ["imageTagMutability"] = repository.Text("ImageTagMutability"),
        ["imageScanningConfiguration"] = new JsonObject { ["scanOnPush"] = repository.Text("ImageScanningConfiguration/ScanOnPush") == "true" },
        ["encryptionConfiguration"] = new JsonObject { ["encryptionType"] = repository.Text("EncryptionConfiguration/EncryptionType") }
    };

    private JsonObject Image(CloudResource repository, EcrImage image, string? tag) => new()
    {
        ["registryId"] = world.Account,
        ["repositoryName"] = repository.Identifier,
        ["imageId"] = Id(image, tag),
        ["imageManifest"] = image.Manifest
    };

    private JsonObject Detail(CloudResource repository, EcrImage image) => new()
    {
        ["registryId"] = world.Account,
        ["repositoryName"] = repository.Identifier,
        ["imageDigest"] = image.Digest,
        ["imageTags"] = new JsonArray([.. image.Tags.Select(t => (JsonNode)t)]),
        ["imageSizeInBytes"] = image.Manifest.Length,
        ["imagePushedAt"] = Seconds(image.Pushed)
    };

    private static JsonObject Id(EcrImage image, string? tag)
    {
        var id = new JsonObject { ["imageDigest"] = image.Digest };
        if (tag is not null)
        {
            id["imageTag"] = tag;
        }

        return id;
    }
}
