using System.Threading.Channels;

namespace OptaPS.Sandbox.Kubernetes.Storage;

/// <summary>Receives committed changes in version order, without loss, until it is disposed.</summary>
internal sealed class StoreSubscription(string? resource, Action<StoreSubscription> close) : IDisposable
{
    private readonly Channel<StoreEvent> channel = Channel.CreateUnbounded<StoreEvent>(new UnboundedChannelOptions { SingleReader = true });

    public ChannelReader<StoreEvent> Reader => channel.Reader;

    public void Offer(StoreEvent change)
    {
        if (resource is null || change.Current.Resource == resource)
            channel.Writer.TryWrite(change);
    }

    public void Complete() => channel.Writer.TryComplete();

    public void Dispose()
    {
        close(this);
        Complete();
    }
}
