using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.Schemas;
using OptaPS.Sandbox.Faults;
using OptaPS.Sandbox.Hosting;

namespace OptaPS.Sandbox.Aws.World;

/// <summary>Accepts operations on resources: idempotent by client token, refused or started at once, ended later by <see cref="OperationClock"/>.</summary>
internal sealed class Provisioner(CloudWorld world, OperationBook book, ResourceRules rules, IEnumerable<ITypeBehaviour> behaviours, FaultRules faults, SandboxClock clock)
{
    private const double FailureSeconds = 3;
    private readonly ILookup<string, ITypeBehaviour> _behaviours = behaviours.SelectMany(b => b.Types.Select(t => (Type: t, Behaviour: b))).ToLookup(b => b.Type, b => b.Behaviour, StringComparer.Ordinal);

    /// <summary>Called when an operation was accepted.</summary>
    public Action Accepted { get; set; } = () => { };

    public IEnumerable<ITypeBehaviour> BehavioursOf(string type) => _behaviours[type];

    /// <summary>Starts the operation, or gives the one that the same token started before; durable when the task completes.</summary>
    /// <returns>The operation and whether this request started it.</returns>
    public async Task<(CloudOperation Operation, bool Started)> AcceptAsync(ProvisioningRequest request)
    {
        CloudOperation operation;
        Task durable;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Operation}\n{request.Schema.Name}\n{request.Identifier}\n{request.Content?.ToJsonString()}")));
        lock (world.Gate)
        {
            if (book.FindByClientToken(request.ClientToken, clock.Now) is { } earlier)
            {
                return earlier.ContentHash == hash
                    ? (earlier, false)
                    : throw AwsException.BadRequest("ClientTokenConflictException", $"Client token '{request.ClientToken}' was already used with different request parameters.");
            }

            var token = Guid.NewGuid().ToString("D");
            operation = new CloudOperation(token, request.ClientToken, hash, request.Operation, request.Schema.Name, world.RegionOf(request.Schema, request.Region))
            {
                Identifier = request.Identifier,
                Started = clock.Now,
                Status = OperationStatus.InProgress
            };
            try
            {
                (operation, durable) = request.Operation switch
                {
                    ProvisioningRequest.Create => Create(request, operation),
                    ProvisioningRequest.Update => Update(request, operation),
                    _ => Delete(request, operation)
                };
            }
            catch (HandlerFailure failure)
            {
                operation = Failing(operation, failure);
                durable = world.RemoveAsync([], book.Put(operation));
            }
        }

        await durable;
        Accepted();
        return (operation, true);
    }

    /// <summary>The model without the values that no read returns.</summary>
    public static JsonObject Readable(TypeSchema schema, CloudResource resource)
    {
        var model = (JsonObject)resource.Model.DeepClone();
        foreach (var path in schema.Handlers.WriteOnly)
        {
            PropertyPath.Remove(model, path);
        }

        if (resource.State == ResourceState.Creating)
        {
            foreach (var name in schema.Rules.Late)
            {
                model.Remove(name);
            }
        }

        return model;
    }

    public static AwsException NotFound(TypeSchema schema, string identifier) =>
        AwsException.BadRequest("ResourceNotFoundException", $"Resource of type '{schema.Name}' with identifier '{identifier}' was not found.");

    private (CloudOperation, Task) Create(ProvisioningRequest request, CloudOperation operation)
    {
        var schema = request.Schema;
        var now = clock.Now;
        var draft = new CloudResource(schema.Name, "", (JsonObject)request.Content!.DeepClone(), operation.Region, world.Account, now)
        {
            State = ResourceState.Creating,
            Creator = request.Creator,
            ChangedAt = now
        };
        var scope = new TemplateScope(draft.Model, request.Region, world.Account, now) { RequestId = request.RequestId };
        draft = rules.Complete(schema, draft, scope);
        CloudResource? clash = null;
        try
        {
            rules.CheckRoom(schema, draft, scope, out clash);
            RefuseOverQuota(schema, draft);
            foreach (var behaviour in _behaviours[schema.Name])
            {
                behaviour.BeforeCreate(world, draft);
            }
        }
        catch (HandlerFailure failure)
        {
            operation = Failing(operation with { Identifier = clash?.Identifier ?? "" }, failure);
            return (operation, world.RemoveAsync([], book.Put(operation)));
        }

        operation = Scheduled(operation with { Identifier = draft.Identifier }, schema.Handlers.CreateSeconds, draft.Identifier);
        return (operation, world.PutAsync(draft, book.Put(operation)));
    }

    private (CloudOperation, Task) Update(ProvisioningRequest request, CloudOperation operation)
    {
        var schema = request.Schema;
        var before = world.Find(schema.Name, request.Region, request.Identifier);
        if (before is null || before.State == ResourceState.Deleting)
        {
            throw NotFound(schema, request.Identifier);
        }

        RefuseConcurrent(before);
        var model = ModelUpdate.Apply(schema, before, (JsonArray)request.Content!);
        var after = before with { Model = model, ChangedAt = clock.Now };
        var scope = new TemplateScope(model, request.Region, world.Account, clock.Now) { RequestId = request.RequestId };
        rules.CheckReferences(schema, model, operation.Region, scope);
        foreach (var behaviour in _behaviours[schema.Name])
        {
            behaviour.BeforeUpdate(world, before, after);
        }

        operation = Scheduled(operation, schema.Handlers.UpdateSeconds, before.Identifier);
        return (operation, world.PutAsync(after, book.Put(operation)));
    }

    private (CloudOperation, Task) Delete(ProvisioningRequest request, CloudOperation operation)
    {
        var schema = request.Schema;
        if (world.Find(schema.Name, request.Region, request.Identifier) is not { } resource)
        {
            throw new HandlerFailure("NotFound", NotFound(schema, request.Identifier).Message);
        }

        RefuseConcurrent(resource);
        var scope = new TemplateScope(resource.Model, request.Region, world.Account, clock.Now) { RequestId = request.RequestId };
        rules.CheckDelete(schema, resource, scope);
        foreach (var behaviour in _behaviours[schema.Name])
        {
            behaviour.BeforeDelete(world, resource);
        }

        operation = Scheduled(operation, schema.Handlers.DeleteSeconds, resource.Identifier);
        return (operation, world.PutAsync(resource with { State = ResourceState.Deleting, ChangedAt = clock.Now }, book.Put(operation)));
    }

    private void RefuseOverQuota(TypeSchema schema, CloudResource draft)
    {
        if (faults.Hit(new FaultTarget("cloudcontrolapi", ProvisioningRequest.Create, schema.Name, draft.Identifier, true), FaultKind.Quota) is { } rule)
        {
            throw new HandlerFailure("ServiceLimitExceeded", rule.Message);
        }
    }

    private void RefuseConcurrent(CloudResource resource)
    {
        if (book.Open.FirstOrDefault(o => o.Type == resource.Type && o.Identifier == resource.Identifier && o.Region == resource.Region && o.ErrorCode.Length == 0) is { } running)
        {
            throw AwsException.BadRequest("ConcurrentOperationException", $"Another operation on resource '{resource.Identifier}' of type '{resource.Type}' is in progress with RequestToken '{running.Token}'.");
        }
    }

    private CloudOperation Scheduled(CloudOperation operation, double seconds, string identifier)
    {
        var due = clock.Now + clock.Real(TimeSpan.FromSeconds(seconds));
        var target = new FaultTarget("cloudcontrolapi", operation.Operation, operation.Type, identifier, true);
        return faults.Hit(target, FaultKind.OperationFailure) is { } rule
            ? operation with { Due = due, ErrorCode = rule.Code, Message = rule.Message }
            : operation with { Due = due };
    }

    private CloudOperation Failing(CloudOperation operation, HandlerFailure failure) => operation with
    {
        Due = clock.Now + clock.Real(TimeSpan.FromSeconds(FailureSeconds)),
        ErrorCode = failure.Code,
        Message = failure.Message,
        Refused = true
    };
}
