using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Encryption;
using OptaPS.Engine.State.Journal;

namespace OptaPS.Engine.State;

/// <summary>Turns journal groups and states into bytes, with secrets encrypted, and back.</summary>
internal sealed class StateCodec
{
    private readonly SecretSealer sealer;

    internal StateCodec(SecretSealer sealer) => this.sealer = sealer;

    internal byte[] EncodeGroup(JournalGroup group) => JournalFrames.Frame(
        JsonSerializer.SerializeToUtf8Bytes(group with { Entries = [.. group.Entries.Select(Seal)] }, StateJson.Options));

    internal JournalGroup DecodeGroup(ReadOnlyMemory<byte> payload, string place) => Decode<JournalGroup>(payload.Span, place);

    internal byte[] EncodeState(LayerState state) => JsonSerializer.SerializeToUtf8Bytes(
        state with
        {
            Resources = state.Resources.ToImmutableDictionary(pair => pair.Key, pair => Seal(pair.Value)),
            Outputs = Seal(state.Outputs, state.SensitiveOutputs),
            Overlay = state.Overlay.ToImmutableDictionary(pair => pair.Key, pair => Seal(pair.Value)),
        },
        StateJson.Options);

    internal LayerState DecodeState(ReadOnlySpan<byte> body, string place) => Decode<LayerState>(body, place);

    private T Decode<T>(ReadOnlySpan<byte> bytes, string place)
    {
        try
        {
            var node = sealer.Open(JsonNode.Parse(bytes));
            return node.Deserialize<T>(StateJson.Options) ?? throw new JsonException("null");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or FormatException)
        {
            throw new OptaException(
                new Diagnostic("OPTA2101", Severity.Error, $"The state in {place} cannot be understood.")
                {
                    Category = DiagnosticCategory.InvalidData,
                    Cause = exception.Message,
                    Remedy = "Nothing was changed. Put the state back from a backup.",
                },
                exception);
        }
    }

    private JournalEntry Seal(JournalEntry entry) => entry switch
    {
        IntentEntry intent => new IntentEntry(Seal(intent.Record)),
        DoneEntry done => new DoneEntry(Seal(done.Record)),
        OverlaySetEntry overlay => new OverlaySetEntry(Seal(overlay.Entry)),
        OutputsEntry outputs => outputs with { Values = new Dictionary<string, JsonNode?>(Seal(outputs.Values.ToImmutableDictionary(), [.. outputs.Sensitive]), StringComparer.Ordinal) },
        _ => entry,
    };

    private ResourceRecord Seal(ResourceRecord record) => record with
    {
        Desired = sealer.SealObject(record.Desired, record.SensitivePaths)!,
        Applied = sealer.SealObject(record.Applied, record.SensitivePaths),
        Outputs = sealer.SealObject(record.Outputs, record.SensitiveOutputs),
        Open = record.Open is null ? null : record.Open with { Desired = sealer.SealObject(record.Open.Desired, record.Open.SensitivePaths) },
    };

    private Overlay.OverlayEntry Seal(Overlay.OverlayEntry entry) => entry with { Value = sealer.Seal(entry.Value, entry.SensitivePaths) };

    private ImmutableDictionary<string, JsonNode?> Seal(ImmutableDictionary<string, JsonNode?> outputs, ImmutableHashSet<string> sensitive) =>
        outputs.ToImmutableDictionary(pair => pair.Key, pair => sensitive.Contains(pair.Key) ? sealer.Seal(pair.Value, [""]) : pair.Value);
}
