using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.Hosting;

namespace OptaPS.Sandbox.Aws.CloudFormation;

/// <summary>Carries out stacks: makes, changes and removes their resources, one after another, with events; a failed creation is rolled back.</summary>
internal sealed class StackBehaviour(Func<CloudWorld> world, Func<ResourceFactory> factory, StackBook book, SandboxClock clock) : ITypeBehaviour
{
    public const string Type = "AWS::CloudFormation::Stack";

    public IReadOnlyCollection<string> Types { get; } = [Type];

    public void BeforeCreate(CloudWorld world, CloudResource draft) => Check(world, draft);

    public void BeforeUpdate(CloudWorld world, CloudResource before, CloudResource after) => Check(world, after);

    public void BeforeDelete(CloudWorld world, CloudResource resource)
    {
        if (resource.Text("EnableTerminationProtection") == "true")
        {
            throw new HandlerFailure("InvalidRequest", $"Stack [{resource.Text("StackName")}] cannot be deleted while TerminationProtection is enabled");
        }
    }

    public async Task CompleteAsync(string operation, CloudResource resource, CancellationToken ct)
    {
        if (operation == ProvisioningRequest.Delete)
        {
            await DeleteAsync(resource, ct);
            return;
        }

        var verb = operation == ProvisioningRequest.Create ? "CREATE" : "UPDATE";
        await book.AddStackAsync(resource, verb + "_IN_PROGRESS", "User Initiated");
        var scope = new StackScope(world(), resource, book.ResourcesOf(resource.Identifier));
        try
        {
            await MakeAsync(resource, StackTemplate.Read(resource.Model["TemplateBody"]), scope, verb, ct);
        }
        catch (HandlerFailure failure)
        {
            await RollBackAsync(resource, scope, verb, failure, ct);

            // The stack stays, in a state from which it can only be deleted.
            throw new HandlerFailure("NotStabilized", failure.Message);
        }

        await SetStatusAsync(resource, verb + "_COMPLETE", scope);
    }

    private async Task MakeAsync(CloudResource stack, StackTemplate template, StackScope scope, string verb, CancellationToken ct)
    {
        foreach (var name in template.Order())
        {
            var definition = template.Resources[name];
            var type = definition["Type"]!.ToString();
            var properties = (JsonObject)(StackTemplate.Resolve(definition["Properties"] ?? new JsonObject(), scope.Reference, scope.Attribute) ?? new JsonObject());
            var before = scope.Find(name);
            if (before is not null && JsonNode.DeepEquals(before.Properties, properties))
            {
                continue;
            }

            await book.AddAsync(stack.Identifier, name, before?.PhysicalId ?? "", type, verb + "_IN_PROGRESS");
            try
            {
                if (world().Catalog.Find(type)?.Handlers is { } facts)
                {
                    await clock.DelayAsync(TimeSpan.FromSeconds(before is null ? facts.CreateSeconds : facts.UpdateSeconds), ct);
                }

                await PutAsync(stack, scope, name, definition, properties, before);
            }
            catch (HandlerFailure failure)
            {
                await book.AddAsync(stack.Identifier, name, before?.PhysicalId ?? "", type, verb + "_FAILED", $"{failure.Message} (HandlerErrorCode: {failure.Code})");
                throw new HandlerFailure(failure.Code, $"The following resource(s) failed to {verb.ToLowerInvariant()}: [{name}]. {failure.Message}");
            }

            await book.AddAsync(stack.Identifier, name, scope.Find(name)!.PhysicalId, type, verb + "_COMPLETE");
        }

        foreach (var gone in scope.Resources.Where(r => !template.Resources.ContainsKey(r.LogicalId)).Reverse().ToList())
        {
            await RemoveAsync(stack, scope, gone, ct);
        }

        scope.Outputs = [.. template.Outputs.Select(o => (o.Key, StackTemplate.Resolve(o.Value?["Value"], scope.Reference, scope.Attribute)?.ToString() ?? "", o.Value?["Description"]?.ToString()))];
    }

    private async Task PutAsync(CloudResource stack, StackScope scope, string name, JsonObject definition, JsonObject properties, StackResource? before)
    {
        var type = definition["Type"]!.ToString();
        var schema = world().Catalog.Find(type) ?? throw new HandlerFailure("InvalidRequest", $"Template format error: Unrecognized resource types: [{type}]");
        var present = before is null ? null : world().Find(type, before.Region, before.PhysicalId);
        CloudResource made;
        if (present is not null && before!.Type == type && !schema.CreateOnly.Any(p => !string.Equals(string.Join('|', PropertyPath.Values(before.Properties, p)), string.Join('|', PropertyPath.Values(properties, p)), StringComparison.Ordinal)))
        {
            made = await factory().UpdateAsync(present, properties, "");
        }
        else
        {
            made = await factory().CreateAsync(type, properties, scope.Region, "", stack.Creator);
            if (present is not null)
            {
                await factory().DeleteAsync(present, "");
            }
        }

        scope.Set(new StackResource(name, type, made.Identifier, made.Region, properties, clock.Now) { Retained = definition["DeletionPolicy"]?.ToString() == "Retain" });
        await book.SetAsync(stack.Identifier, scope.Resources);
    }

    private async Task RemoveAsync(CloudResource stack, StackScope scope, StackResource gone, CancellationToken ct)
    {
        if (gone.Retained)
        {
            await book.AddAsync(stack.Identifier, gone.LogicalId, gone.PhysicalId, gone.Type, "DELETE_SKIPPED");
            scope.Remove(gone);
            await book.SetAsync(stack.Identifier, scope.Resources);
            return;
        }

        await book.AddAsync(stack.Identifier, gone.LogicalId, gone.PhysicalId, gone.Type, "DELETE_IN_PROGRESS");
        if (world().Find(gone.Type, gone.Region, gone.PhysicalId) is { } resource)
        {
            await clock.DelayAsync(TimeSpan.FromSeconds(world().Catalog.Find(gone.Type)!.Handlers.DeleteSeconds), ct);
            try
            {
                await factory().DeleteAsync(resource, "");
            }
            catch (HandlerFailure failure)
            {
                await book.AddAsync(stack.Identifier, gone.LogicalId, gone.PhysicalId, gone.Type, "DELETE_FAILED", $"{failure.Message} (HandlerErrorCode: {failure.Code})");
                throw new HandlerFailure(failure.Code, $"The following resource(s) failed to delete: [{gone.LogicalId}]. {failure.Message}");
            }
        }

        scope.Remove(gone);
        await book.SetAsync(stack.Identifier, scope.Resources);
        await book.AddAsync(stack.Identifier, gone.LogicalId, gone.PhysicalId, gone.Type, "DELETE_COMPLETE");
    }

    private async Task DeleteAsync(CloudResource stack, CancellationToken ct)
    {
        await book.AddStackAsync(stack, "DELETE_IN_PROGRESS", "User Initiated");
        var scope = new StackScope(world(), stack, book.ResourcesOf(stack.Identifier));
        try
        {
            foreach (var resource in scope.Resources.Reverse().ToList())
            {
                await RemoveAsync(stack, scope, resource, ct);
            }
        }
        catch (HandlerFailure failure)
        {
            await SetStatusAsync(stack, "DELETE_FAILED", scope, failure.Message);
            throw;
        }

        await book.AddStackAsync(stack, "DELETE_COMPLETE");
    }

    private async Task RollBackAsync(CloudResource stack, StackScope scope, string verb, HandlerFailure failure, CancellationToken ct)
    {
        var prefix = verb == "CREATE" ? "ROLLBACK" : "UPDATE_ROLLBACK";
        await book.AddStackAsync(stack, prefix + "_IN_PROGRESS", failure.Message);
        if (verb == "CREATE" && stack.Text("DisableRollback") != "true")
        {
            foreach (var made in scope.Resources.Reverse().ToList())
            {
                await RemoveAsync(stack, scope, made, ct);
            }
        }

        await SetStatusAsync(stack, verb == "CREATE" && stack.Text("DisableRollback") == "true" ? "CREATE_FAILED" : prefix + "_COMPLETE", scope, failure.Message);
    }

    private async Task SetStatusAsync(CloudResource stack, string status, StackScope scope, string reason = "")
    {
        var current = world().Find(Type, stack.Region, stack.Identifier) ?? stack;
        var model = (JsonObject)current.Model.DeepClone();
        model["StackStatus"] = status;
        model["StackStatusReason"] = reason;
        model["LastUpdateTime"] = clock.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        model["Outputs"] = new JsonArray([.. scope.Outputs.Select(o => (JsonNode)new JsonObject { ["OutputKey"] = o.Key, ["OutputValue"] = o.Value, ["Description"] = o.Description ?? "" })]);
        await world().PutAsync(current with { Model = model });
        await book.AddStackAsync(current, status, reason);
    }

    private static void Check(CloudWorld world, CloudResource stack)
    {
        var template = StackTemplate.Read(stack.Model["TemplateBody"]);
        var unknown = template.Resources.Values.Select(r => r["Type"]!.ToString()).Where(t => world.Catalog.Find(t) is null).Distinct(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            throw new HandlerFailure("InvalidRequest", $"Template format error: Unrecognized resource types: [{string.Join(", ", unknown)}]");
        }

        var iam = template.Resources.Where(r => r.Value["Type"]!.ToString().StartsWith("AWS::IAM::", StringComparison.Ordinal)).Select(r => r.Key).ToList();
        if (iam.Count > 0 && !PropertyPath.Values(stack.Model, "Capabilities/*").Any(c => c is "CAPABILITY_IAM" or "CAPABILITY_NAMED_IAM"))
        {
            throw new HandlerFailure("InvalidRequest", "Requires capabilities : [CAPABILITY_NAMED_IAM]");
        }

        if (template.Parameters.FirstOrDefault(p => p.Value?["Default"] is null && stack.Model["Parameters"]?[p.Key] is null) is { Key: { } missing })
        {
            throw new HandlerFailure("InvalidRequest", $"Parameters: [{missing}] must have values");
        }

        template.Order();
    }
}
