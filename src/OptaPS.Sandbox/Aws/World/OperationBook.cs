using System.Text.Json;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Aws.World;

/// <summary>All asynchronous operations that are remembered, and the client tokens that started them.</summary>
internal sealed class OperationBook
{
    public const string Collection = "operations";
    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(36);
    private static readonly TimeSpan HistoryLife = TimeSpan.FromDays(7);
    private readonly Dictionary<string, CloudOperation> _operations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _clientTokens = new(StringComparer.Ordinal);

    public OperationBook(WorldStore store)
    {
        foreach (var (_, json) in store.All(Collection))
        {
            Put(JsonSerializer.Deserialize<CloudOperation>(json)!);
        }
    }

    public IEnumerable<CloudOperation> All => _operations.Values;

    public IEnumerable<CloudOperation> Open => _operations.Values.Where(o => !OperationStatus.IsTerminal(o.Status));

    /// <summary>Remembers the operation and gives the change to commit.</summary>
    public StoreChange Put(CloudOperation operation)
    {
        _operations[operation.Token] = operation;
        if (operation.ClientToken.Length > 0)
        {
            _clientTokens[operation.ClientToken] = operation.Token;
        }

        return new StoreChange(Collection, operation.Token, JsonSerializer.Serialize(operation));
    }

    public CloudOperation? Find(string token, DateTimeOffset now) =>
        _operations.TryGetValue(token, out var operation) && now - operation.Started < HistoryLife ? operation : null;

    /// <summary>The operation that a client token started, while the token lives.</summary>
    public CloudOperation? FindByClientToken(string clientToken, DateTimeOffset now) =>
        clientToken.Length > 0 && _clientTokens.TryGetValue(clientToken, out var token) && now - _operations[token].Started < TokenLife ? _operations[token] : null;

    /// <summary>Forgets everything and gives the changes to commit.</summary>
    public IReadOnlyList<StoreChange> Clear()
    {
        var changes = _operations.Keys.Select(k => new StoreChange(Collection, k, null)).ToList();
        _operations.Clear();
        _clientTokens.Clear();
        return changes;
    }
}
