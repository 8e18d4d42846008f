using System.Security.Cryptography;
using System.Text.Json;
using OptaPS.Diagnostics;
using OptaPS.Engine.Encryption;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Planning;

/// <summary>A plan on disk: what to show in clear, what to make it again from encrypted.</summary>
/// <param name="Kind">Always <see cref="KindName"/>.</param>
/// <param name="Format">Version of the form.</param>
/// <param name="Layer">The layer.</param>
/// <param name="World">The world that it was made in.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="StateVersion">The version of the state that it is based on.</param>
/// <param name="Fingerprint">Digest of what is to be done.</param>
/// <param name="Summary">What is to be done, in short.</param>
/// <param name="WrappedKey">The wrapped data key of <paramref name="Content"/>.</param>
/// <param name="Content">Graph and options, encrypted.</param>
internal sealed record SavedPlan(
    string Kind,
    int Format,
    string Layer,
    string? World,
    DateTimeOffset CreatedAt,
    long StateVersion,
    string Fingerprint,
    IReadOnlyList<string> Summary,
    byte[] WrappedKey,
    byte[] Content)
{
    private const string KindName = "optaps-plan";
    private const int CurrentFormat = 1;

    [System.Text.Json.Serialization.JsonIgnore]
    internal ResourceGraph Graph { get; private init; } = null!;

    [System.Text.Json.Serialization.JsonIgnore]
    internal PlanOptions Options { get; private init; } = null!;

    [System.Text.Json.Serialization.JsonIgnore]
    internal SavedPlanExtras Extras { get; private init; } = null!;

    internal static async Task WriteAsync(Plan plan, SavedPlanExtras extras, LayerEngineOptions settings, Stream destination, CancellationToken cancellationToken)
    {
        var dataKey = RandomNumberGenerator.GetBytes(Envelope.KeyBytes);
        var content = JsonSerializer.SerializeToUtf8Bytes(new PlanContent(plan.Graph, plan.Options) { Extras = extras }, StateJson.Options);
        var saved = new SavedPlan(
            KindName,
            CurrentFormat,
            plan.Layer,
            settings.World,
            plan.CreatedAt,
            plan.StateVersion,
            plan.Fingerprint,
            plan.Summary.Lines,
            await settings.KeyWrapper.WrapAsync(dataKey, cancellationToken),
            Envelope.Seal(dataKey, content, Purpose(plan.Layer)));
        await JsonSerializer.SerializeAsync(destination, saved, StateJson.Options, cancellationToken);
    }

    internal static async Task<SavedPlan> ReadAsync(Stream source, LayerEngineOptions settings, CancellationToken cancellationToken)
    {
        try
        {
            var saved = await JsonSerializer.DeserializeAsync<SavedPlan>(source, StateJson.Options, cancellationToken);
            if (saved is not { Kind: KindName, Format: CurrentFormat })
                throw new JsonException("kind and format");
            if (saved.World != settings.World)
                throw Refuse("OPTA2104", "The saved plan was made for another target.", "Choose the target that the plan was made for.");
            var dataKey = await settings.KeyWrapper.UnwrapAsync(saved.WrappedKey, cancellationToken);
            var content = JsonSerializer.Deserialize<PlanContent>(Envelope.Open(dataKey, saved.Content, Purpose(saved.Layer)), StateJson.Options)!;
            return saved with { Graph = content.Graph, Options = content.Options, Extras = content.Extras };
        }
        catch (Exception exception) when (exception is JsonException or CryptographicException)
        {
            throw Refuse("OPTA2407", "The file is no plan saved by this version of OptaPS, or it was changed.", "Plan again and save the plan.");
        }
    }

    /// <summary>The plan, when it does exactly what was saved.</summary>
    internal Plan Check(Plan plan) => plan.StateVersion == StateVersion && plan.Fingerprint == Fingerprint
        ? plan
        : throw Refuse("OPTA2404", $"What the saved plan of '{Layer}' was based on has changed: {(plan.StateVersion == StateVersion ? "live resources or answers" : "the state")} moved since {CreatedAt:u}.", "Plan again and look at the differences.");

    private static string Purpose(string layer) => $"optaps-plan|{layer}";

    private static OptaException Refuse(string code, string message, string remedy) =>
        new(new Diagnostic(code, Severity.Error, message) { Category = DiagnosticCategory.InvalidData, Remedy = remedy });
}
