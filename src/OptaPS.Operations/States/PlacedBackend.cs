using OptaPS.Clouds.Aws.State;
using OptaPS.Engine.Encryption;
using OptaPS.Engine.Locking;
using OptaPS.Engine.State;
using OptaPS.Operations.Targets;

namespace OptaPS.Operations.States;

/// <summary>
/// Finds for every layer the place of its environment's states: the one that is remembered, else the one that is asked for, else the local
/// folder. The first lock that is taken in a new place makes the place and remembers it.
/// </summary>
internal sealed class PlacedBackend : IStateBackend
{
    private readonly ResolvedTarget target;
    private readonly StateStores stores;
    private readonly PlaceBook book;
    private readonly StateChoice? choice;
    private readonly StatePlace? asked;

    /// <param name="target">Where the command works.</param>
    /// <param name="stores">Opens places.</param>
    /// <param name="choice">The environment that the command works on, when it has read its file.</param>
    public PlacedBackend(ResolvedTarget target, StateStores stores, StateChoice? choice)
    {
        this.target = target;
        this.stores = stores;
        this.choice = choice;
        book = new PlaceBook(target.StateFolder);
        asked = Asked(target) is { } text ? Resolve(StatePlace.Parse(text)) : null;
    }

    /// <inheritdoc/>
    public string Description => choice is null ? stores.Open(StatePlace.Local).Description : Of(choice.Environment).Description;

    /// <summary>Wraps the keys of new states: of an environment, or when none is named of the one that the command works on.</summary>
    public IKeyWrapper KeysOf(string? environment) =>
        stores.KeysOf((environment ?? choice?.Environment) is { } name ? PlaceOf(name) : asked ?? StatePlace.Local);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListLayersAsync(CancellationToken cancellationToken)
    {
        var layers = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var place in Places())
            layers.UnionWith(await stores.Open(place).ListLayersAsync(cancellationToken));
        return [.. layers];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, LeaseInfo>> ListLocksAsync(CancellationToken cancellationToken)
    {
        // A layer counts where it is kept: a lock that a layer left elsewhere before it moved locks nothing.
        var locks = new SortedDictionary<string, LeaseInfo>(StringComparer.Ordinal);
        foreach (var place in Places())
        {
            foreach (var (layer, lease) in await stores.Open(place).ListLocksAsync(cancellationToken))
            {
                if (PlaceOf(LayerName.Parse(layer).Environment).Text == place.Text)
                    locks[layer] = lease;
            }
        }

        return locks;
    }

    /// <inheritdoc/>
    public Task<StoredLayer?> ReadAsync(string layer, CancellationToken cancellationToken) => Of(layer).ReadAsync(layer, cancellationToken);

    /// <inheritdoc/>
    public Task<LeaseInfo?> ReadLeaseAsync(string layer, CancellationToken cancellationToken) => Of(layer).ReadLeaseAsync(layer, cancellationToken);

    /// <inheritdoc/>
    public Task<LeaseInfo?> BreakLeaseAsync(string layer, bool force, CancellationToken cancellationToken) => Of(layer).BreakLeaseAsync(layer, force, cancellationToken);

    /// <inheritdoc/>
    public async Task<IStateLease> AcquireAsync(string layer, LeaseRequest request, CancellationToken cancellationToken)
    {
        var environment = LayerName.Parse(layer).Environment;
        var place = PlaceOf(environment);
        if (place.Kind != StatePlaceKind.Local && !book.Read().ContainsKey(environment))
        {
            if (await stores.Open(StatePlace.Local).ReadAsync(environment, cancellationToken) is not null)
                throw StateErrors.KeptElsewhere(environment, stores.Open(StatePlace.Local).Description, place.Text);
            if (Asked(target) == "cloud" && choice?.Account is { } account)
            {
                using var bucket = new AwsStateBucket(target.Endpoints, account.Region, place.Host);
                await bucket.EnsureAsync(account, cancellationToken);
            }

            await stores.EnsureAsync(place, cancellationToken);

            book.Write(environment, place.Text);
        }

        return await stores.Open(place).AcquireAsync(layer, request, cancellationToken);
    }

    private static string? Asked(ResolvedTarget target) =>
        target.Target.State is { Length: > 0 } given ? given
            : target.Target.EnvironmentVariables.GetValueOrDefault("OPTA_STATE") is { Length: > 0 } variable ? variable
            : null;

    private IEnumerable<StatePlace> Places() =>
        book.Read().Values.Select(StatePlace.Parse).Append(StatePlace.Local).Concat(asked is null ? [] : [asked]).DistinctBy(place => place.Text);

    private IStateBackend Of(string layer) => stores.Open(PlaceOf(LayerName.Parse(layer).Environment));

    private StatePlace PlaceOf(string environment)
    {
        if (book.Read().TryGetValue(environment, out var known))
        {
            // A variable that is set for all commands does not move an environment; the one that the command itself works on is checked.
            return asked is not null && asked.Text != known && choice?.Environment == environment
                ? throw StateErrors.KeptElsewhere(environment, known, asked.Text)
                : StatePlace.Parse(known);
        }

        return asked ?? StatePlace.Local;
    }

    /// <summary><c>cloud</c> becomes the usual place of the environment's cloud; null when the environment is not known.</summary>
    private StatePlace? Resolve(StatePlace place)
    {
        if (place.Kind != StatePlaceKind.Cloud)
            return place;
        if (choice is null)
            return null;
        if (choice.Account is not { } account)
            throw StateErrors.NoUsualPlace(choice.Environment, choice.Provider.Kind.ToString());
        var bucket = AwsStateBucket.UsualName(choice.Organization, account);
        return StatePlace.Parse($"s3://{bucket}?region={account.Region}&kms={AwsStateBucket.UsualKey(bucket)}");
    }
}
