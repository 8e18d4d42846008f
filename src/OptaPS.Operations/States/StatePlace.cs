using OptaPS.Diagnostics;

namespace OptaPS.Operations.States;

/// <summary>Where an environment's states are kept, as one text that a pipeline can carry in a variable.</summary>
/// <param name="Kind">What keeps them.</param>
/// <param name="Text">The text, in the form that <see cref="Parse"/> takes.</param>
internal sealed record StatePlace(StatePlaceKind Kind, string Text)
{
    private const string Forms = "local, cloud, s3://bucket[/prefix]?region=r[&kms=alias/name], gs://bucket[/prefix][?project=p&location=l[&key=name]], azblob://account/container[/prefix][?subscription=s&group=g&location=l], kubernetes://namespace[?context=name&kubeconfig=path]";

    /// <summary>A folder of this machine.</summary>
    public static StatePlace Local { get; } = new(StatePlaceKind.Local, "local");

    /// <summary>Bucket, account or namespace.</summary>
    public string Host { get; private init; } = "";

    /// <summary>What follows it, without slashes around.</summary>
    public string Path { get; private init; } = "";

    /// <summary>Keys begin with it: the path with a slash at its end, or nothing.</summary>
    public string Prefix => Path.Length == 0 ? "" : Path + "/";

    private Dictionary<string, string> Options { get; init; } = new(StringComparer.Ordinal);

    /// <summary>An option behind the question mark, or null.</summary>
    public string? Option(string name) => Options.GetValueOrDefault(name);

    /// <summary>Reads a place.</summary>
    /// <exception cref="OptaException">OPTA2108: it is none.</exception>
    public static StatePlace Parse(string text)
    {
        if (text is "local")
            return Local;
        if (text is "cloud")
            return new StatePlace(StatePlaceKind.Cloud, text);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw Refused(text, "it is no such place");
        var kind = uri.Scheme switch
        {
            "s3" => StatePlaceKind.S3,
            "gs" => StatePlaceKind.Google,
            "azblob" => StatePlaceKind.Azure,
            "kubernetes" => StatePlaceKind.Kubernetes,
            _ => throw Refused(text, $"the scheme '{uri.Scheme}' is unknown"),
        };
        var place = new StatePlace(kind, text)
        {
            Host = uri.Host,
            Path = Uri.UnescapeDataString(uri.AbsolutePath).Trim('/'),
            Options = uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(option => option.Split('=', 2))
                .ToDictionary(option => option[0], option => Uri.UnescapeDataString(option.Length > 1 ? option[1] : ""), StringComparer.Ordinal),
        };
        string[] allowed = kind switch
        {
            StatePlaceKind.S3 => ["region", "kms"],
            StatePlaceKind.Google => ["project", "location", "key"],
            StatePlaceKind.Azure => ["subscription", "group", "location"],
            StatePlaceKind.Kubernetes => ["context", "kubeconfig"],
            _ => [],
        };
        if (place.Options.Keys.FirstOrDefault(name => !allowed.Contains(name, StringComparer.Ordinal)) is { } unknown)
            throw Refused(text, $"the option '{unknown}' is unknown");
        if (kind == StatePlaceKind.S3 && string.IsNullOrEmpty(place.Option("region")))
            throw Refused(text, "the bucket's region is missing");
        if (place.Options.Count > 0 && Array.Find(kind == StatePlaceKind.Google ? ["project", "location"] : kind == StatePlaceKind.Azure ? allowed : [], name => string.IsNullOrEmpty(place.Option(name))) is { } lacking)
            throw Refused(text, $"the option '{lacking}' is missing");
        if (kind == StatePlaceKind.Azure && place.Path.Length == 0)
            throw Refused(text, "the container is missing");
        return place;
    }

    private static OptaException Refused(string text, string why) => new(new Diagnostic("OPTA2108", Severity.Error, $"'{text}' is not a place for states: {why}.")
    {
        Category = DiagnosticCategory.InvalidArgument,
        Allowed = Forms,
        Remedy = "Correct -State (--state) or the variable OPTA_STATE.",
    });
}
