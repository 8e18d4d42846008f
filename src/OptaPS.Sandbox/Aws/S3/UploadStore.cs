using System.Text.Json;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Aws.S3;

/// <summary>Open multipart uploads, kept over restarts: parts in files beside the objects, the list of parts in the world's journal.</summary>
internal sealed class UploadStore(WorldStore store, ObjectStore objects)
{
    public const string Collection = "s3-uploads";
    private readonly Lock _gate = new();

    public OpenUpload? Find(string id) => store.Get(Collection, id) is { } json ? JsonSerializer.Deserialize<OpenUpload>(json) : null;

    public IEnumerable<OpenUpload> All => store.All(Collection).Select(d => JsonSerializer.Deserialize<OpenUpload>(d.Value)!);

    public Task StartAsync(OpenUpload upload) => SaveAsync(upload);

    /// <summary>Stores a part; one of the same number is replaced. False when the upload is gone.</summary>
    public async Task<StoredPart?> PutAsync(string id, int number, ReadOnlyMemory<byte> content, DateTimeOffset now)
    {
        var part = new StoredPart(number, await objects.WriteAsync((file, ct) => file.WriteAsync(content, ct), CancellationToken.None), ObjectStore.ETagOf(content.Span), content.Length, now);
        Task durable;
        StoredPart? replaced;
        lock (_gate)
        {
            if (Find(id) is not { } upload)
            {
                objects.Discard(part.File);
                return null;
            }

            replaced = upload.Parts.FirstOrDefault(p => p.Number == number);
            durable = SaveAsync(upload with { Parts = [.. upload.Parts.Where(p => p.Number != number).Append(part).OrderBy(p => p.Number)] });
        }

        await durable;
        if (replaced is not null)
        {
            objects.Discard(replaced.File);
        }

        return part;
    }

    /// <summary>Forgets an upload and its parts; false when another request did so first.</summary>
    public async Task<bool> RemoveAsync(string id)
    {
        Task durable;
        OpenUpload? upload;
        lock (_gate)
        {
            upload = Find(id);
            if (upload is null)
            {
                return false;
            }

            durable = store.CommitAsync(new StoreChange(Collection, id, null));
        }

        await durable;
        foreach (var part in upload.Parts)
        {
            objects.Discard(part.File);
        }

        return true;
    }

    private Task SaveAsync(OpenUpload upload) => store.CommitAsync(new StoreChange(Collection, upload.Id, JsonSerializer.Serialize(upload)));
}
