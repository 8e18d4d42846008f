namespace OptaPS.Sandbox.Aws.World;

/// <summary>What the service behind some types does beyond what the rules in the data files say. The first three run while the world is locked.</summary>
internal interface ITypeBehaviour
{
    IReadOnlyCollection<string> Types { get; }

    /// <summary>Checks a new resource against the world and may complete its model.</summary>
    /// <exception cref="HandlerFailure">The service refuses.</exception>
    void BeforeCreate(CloudWorld world, CloudResource draft)
    {
    }

    /// <exception cref="HandlerFailure">The service refuses.</exception>
    void BeforeUpdate(CloudWorld world, CloudResource before, CloudResource after)
    {
    }

    /// <exception cref="HandlerFailure">The service refuses.</exception>
    void BeforeDelete(CloudWorld world, CloudResource resource)
    {
    }

    /// <summary>Runs when a create, update or delete comes to its end and may change the model; must be safe to repeat after a restart.</summary>
    Task CompleteAsync(string operation, CloudResource resource, CancellationToken ct) => Task.CompletedTask;
}
