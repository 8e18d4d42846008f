using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Schemas;
using OptaPS.Sandbox.Hosting;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Aws.World;

/// <summary>Makes and removes resources at once, under the same rules as Cloud Control, for services' own APIs and for stacks.</summary>
internal sealed class ResourceFactory(CloudWorld world, ResourceRules rules, SandboxClock clock, Func<string, IEnumerable<ITypeBehaviour>> behaviours)
{
    /// <summary>Makes a resource, together with what else belongs to it: after a crash there is all of it or nothing.</summary>
    /// <exception cref="HandlerFailure">The model is not valid, or the service refuses.</exception>
    public async Task<CloudResource> CreateAsync(string type, JsonObject model, string region, string requestId, string creator, Func<CloudResource, StoreChange[]>? more = null)
    {
        var schema = Schema(type);
        Check(schema, model);
        CloudResource draft;
        Task durable;
        lock (world.Gate)
        {
            var now = clock.Now;
            draft = new CloudResource(type, "", (JsonObject)model.DeepClone(), world.RegionOf(schema, region), world.Account, now) { Creator = creator, ChangedAt = now };
            var scope = new TemplateScope(draft.Model, region, world.Account, now) { RequestId = requestId };
            draft = rules.Complete(schema, draft, scope);
            rules.CheckRoom(schema, draft, scope, out _);
            foreach (var behaviour in behaviours(type))
            {
                behaviour.BeforeCreate(world, draft);
            }

            durable = world.PutAsync(draft, more?.Invoke(draft) ?? []);
        }

        await durable;
        return draft;
    }

    /// <summary>Changes a resource in place; values that the new model does not name stay.</summary>
    /// <exception cref="HandlerFailure">The model is not valid, or the service refuses.</exception>
    public async Task<CloudResource> UpdateAsync(CloudResource before, JsonObject changes, string requestId)
    {
        var schema = Schema(before.Type);
        Check(schema, changes);
        CloudResource after;
        Task durable;
        lock (world.Gate)
        {
            var model = (JsonObject)before.Model.DeepClone();
            foreach (var (name, value) in changes)
            {
                model[name] = value?.DeepClone();
            }

            after = before with { Model = model, ChangedAt = clock.Now };
            rules.CheckReferences(schema, model, before.Region, new TemplateScope(model, before.Region, world.Account, clock.Now) { RequestId = requestId });
            foreach (var behaviour in behaviours(before.Type))
            {
                behaviour.BeforeUpdate(world, before, after);
            }

            durable = world.PutAsync(after);
        }

        await durable;
        return after;
    }

    /// <exception cref="HandlerFailure">Something else still uses it.</exception>
    public async Task DeleteAsync(CloudResource resource, string requestId, params StoreChange[] more)
    {
        var schema = Schema(resource.Type);
        Task durable;
        lock (world.Gate)
        {
            rules.CheckDelete(schema, resource, new TemplateScope(resource.Model, resource.Region, world.Account, clock.Now) { RequestId = requestId });
            foreach (var behaviour in behaviours(resource.Type))
            {
                behaviour.BeforeDelete(world, resource);
            }

            durable = world.RemoveAsync([.. rules.Cascade(schema, resource), resource], more);
        }

        await durable;
    }

    private static void Check(TypeSchema schema, JsonObject model)
    {
        if (ModelValidator.Validate(schema, model) is { Count: > 0 } findings)
        {
            throw new HandlerFailure("InvalidRequest", $"Model validation failed ({string.Join("\n", findings)})");
        }
    }

    private TypeSchema Schema(string type) => world.Catalog.Find(type) ?? throw new HandlerFailure("InvalidRequest", $"Template format error: Unrecognized resource types: [{type}]");
}
