using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Expressions;
using OptaPS.Helm.Releases;
using OptaPS.Kubernetes.Objects;
using ReleaseOptions = OptaPS.Helm.Releases.ReleaseOptions;

namespace OptaPS.Helm.Provider;

/// <summary>
/// The document of a release: <c>{"name", "namespace", "createNamespace", "chart", "values", "timeoutSeconds", "wait", "waitForJobs", "atomic", "skipCrds",
/// "skipHooks", "takeOwnership", "maxHistory", "deleteCrds", "recoverPendingAfterSeconds"}</c>. Only <c>name</c>, <c>namespace</c> and <c>chart</c> are needed.
/// </summary>
/// <param name="Name">The release's name.</param>
/// <param name="Namespace">The release's namespace.</param>
/// <param name="Chart">The chart.</param>
/// <param name="Values">The user's values.</param>
internal sealed record ReleaseDocument(string Name, string Namespace, ChartSpecification Chart, JsonObject Values)
{
    private static readonly string[] Members =
    [
        "name", "namespace", "createNamespace", "chart", "values", "timeoutSeconds", "wait", "waitForJobs", "atomic", "skipCrds", "skipHooks", "takeOwnership", "maxHistory", "deleteCrds",
        "recoverPendingAfterSeconds",
    ];

    public bool CreateNamespace { get; init; }

    public bool SkipCrds { get; init; }

    public bool TakeOwnership { get; init; }

    public bool DeleteCrds { get; init; }

    public ReleaseOptions Options { get; init; } = new();

    /// <summary>The identifier: <c>namespace/name</c>.</summary>
    public string Identifier => $"{Namespace}/{Name}";

    /// <summary>Reads a document; members that are still expressions have their defaults.</summary>
    /// <exception cref="OptaException">OPTA5507: the document is malformed.</exception>
    public static ReleaseDocument Read(JsonObject document, string address)
    {
        if (Check(document, address) is [var first, ..])
            throw new OptaException(first);
        return new ReleaseDocument(Text(document, "name"), Text(document, "namespace"), ChartSpecification.Read(document["chart"] as JsonObject)!, document["values"] as JsonObject ?? [])
        {
            CreateNamespace = Flag(document, "createNamespace", false),
            SkipCrds = Flag(document, "skipCrds", false),
            TakeOwnership = Flag(document, "takeOwnership", false),
            DeleteCrds = Flag(document, "deleteCrds", false),
            Options = new ReleaseOptions
            {
                Timeout = TimeSpan.FromSeconds(Number(document, "timeoutSeconds", 300)),
                Wait = Flag(document, "wait", true),
                WaitForJobs = Flag(document, "waitForJobs", false),
                Atomic = Flag(document, "atomic", false),
                SkipHooks = Flag(document, "skipHooks", false),
                MaxHistory = (int)Number(document, "maxHistory", 10),
                RecoverPending = document["recoverPendingAfterSeconds"] is not null,
                RecoverPendingAfter = TimeSpan.FromSeconds(Number(document, "recoverPendingAfterSeconds", 600)),
            },
        };
    }

    /// <summary>What is wrong with a document; expressions count as right.</summary>
    public static IReadOnlyList<Diagnostic> Check(JsonObject document, string address)
    {
        var findings = new List<Diagnostic>();
        foreach (var (name, value) in document)
        {
            if (!Members.Contains(name))
                findings.Add(Wrong(address, $"The release document has the unknown member '{name}'.", string.Join(", ", Members)));
            else if (!ExpressionReader.IsExpression(value) && !HasKind(name, value))
                findings.Add(Wrong(address, $"The member '{name}' of the release document has the wrong type.", Allowed(name)));
        }

        foreach (var name in (string[])["name", "namespace"])
        {
            if (!ExpressionReader.IsExpression(document[name]) && document.Text(name) is not { Length: > 0 })
                findings.Add(Wrong(address, $"The release document has no {name}.", "text"));
        }

        if (document.Text("name") is { Length: > 0 } given && !ReleaseName.IsValid(given))
            findings.Add(Wrong(address, $"'{given}' is no name for a release.", "lower-case letters, digits, '-' and '.', at most 53 characters"));
        if (!ExpressionReader.References(document["chart"]).Any() && ChartSpecification.Read(document["chart"] as JsonObject) is null)
            findings.Add(Wrong(address, "The release document names no chart, or more than one.", "chart: {repository, name, version} | {embedded} | {path}"));
        return findings;
    }

    private static bool HasKind(string name, JsonNode? value) => name switch
    {
        "name" or "namespace" => value is JsonValue text && text.GetValueKind() == JsonValueKind.String,
        "chart" => value is JsonObject,
        "values" => value is null or JsonObject,
        "timeoutSeconds" or "maxHistory" or "recoverPendingAfterSeconds" => value is JsonValue number && number.GetValueKind() == JsonValueKind.Number && Number(number) >= 0,
        _ => value is JsonValue flag && flag.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
    };

    private static string Allowed(string name) => name switch
    {
        "name" or "namespace" => "text",
        "chart" or "values" => "an object",
        "timeoutSeconds" or "maxHistory" or "recoverPendingAfterSeconds" => "a number that is not negative",
        _ => "true or false",
    };

    private static string Text(JsonObject document, string member) => document.Text(member) ?? "";

    private static bool Flag(JsonObject document, string member, bool otherwise) =>
        document[member] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : otherwise;

    private static double Number(JsonObject document, string member, double otherwise) =>
        document[member] is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? Number(value) : otherwise;

    private static double Number(JsonValue value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    private static Diagnostic Wrong(string address, string message, string allowed) => new("OPTA5507", Severity.Error, message)
    {
        Resource = address,
        Allowed = allowed,
        Category = DiagnosticCategory.InvalidArgument,
        Remedy = "Correct the document.",
    };
}
