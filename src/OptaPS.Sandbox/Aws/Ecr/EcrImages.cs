using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Aws.Ecr;

/// <summary>The images of repositories.</summary>
internal sealed class EcrImages(WorldStore store)
{
    public const string Collection = "ecr-images";
    private readonly Lock _gate = new();

    public IReadOnlyList<EcrImage> All(CloudResource repository) =>
        store.Get(Collection, Key(repository)) is { } json ? JsonSerializer.Deserialize<List<EcrImage>>(json)! : [];

    /// <summary>Stores a manifest under a tag, which leaves the image that had it; null when tags of the repository cannot move.</summary>
    public async Task<EcrImage?> PutAsync(CloudResource repository, string manifest, string? tag, DateTimeOffset now)
    {
        EcrImage image;
        Task durable;
        lock (_gate)
        {
            var all = All(repository);
            var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(manifest)));
            if (tag is not null && repository.Text("ImageTagMutability") == "IMMUTABLE" && all.Any(i => i.Digest != digest && i.Tags.Contains(tag)))
            {
                return null;
            }

            var before = all.FirstOrDefault(i => i.Digest == digest) ?? new EcrImage(digest, manifest, now, []);
            image = before with { Tags = tag is null || before.Tags.Contains(tag) ? before.Tags : [.. before.Tags, tag] };
            durable = SaveAsync(repository, [.. all.Where(i => i.Digest != digest).Select(i => i with { Tags = [.. i.Tags.Where(t => t != tag)] }), image]);
        }

        await durable;
        return image;
    }

    public Task ClearAsync(CloudResource repository) => store.CommitAsync(new StoreChange(Collection, Key(repository), null));

    private Task SaveAsync(CloudResource repository, IReadOnlyList<EcrImage> images) => store.CommitAsync(new StoreChange(Collection, Key(repository), JsonSerializer.Serialize(images)));

    private static string Key(CloudResource repository) => repository.Region + "/" + repository.Identifier;
}
