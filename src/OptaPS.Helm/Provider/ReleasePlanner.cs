using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Helm.Releases;
using OptaPS.Helm.Releases.Applying;
using OptaPS.Helm.Releases.Comparing;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Releases.Storage;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Provider;

/// <summary>Plans a release: what the chart gives now against the revision in force and against the live objects.</summary>
internal sealed class ReleasePlanner(ReleaseEngine engine, IKubernetesClient client, PlanRequest request, ReleaseDocument document, ReleaseChart chart)
{
    private readonly Redaction redaction = Redaction.Of(request.Desired, request.SensitivePaths);
    private readonly List<string> unknown = [];

    /// <summary>Plans against a cluster.</summary>
    public async Task<PlannedChange> PlanAsync(CancellationToken cancellationToken)
    {
        var ground = new ReleaseBase(await engine.StoredAsync(document.Namespace, document.Name, cancellationToken));
        var record = ground.InForce?.Record;
        var values = Placeholders.Fill(document.Values, record?.Config, unknown);
        var source = chart.WithValues(values);
        var order = new ReleaseRequest(document.Namespace, document.Name, source) { Options = document.Options, SkipCrds = document.SkipCrds, TakeOwnership = document.TakeOwnership };
        var context = new ReleaseContext(document.Namespace, document.Name, record?.Revision ?? ground.NextRevision, record is not null && record.Revision > 1 && record.Description != "Install complete", client);

        ReleaseContent content;
        try
        {
            content = record is null ? await source.RenderAsync(context, cancellationToken) : await StableContent.RenderAsync(source, context, record, cancellationToken);
        }
        catch (OptaException e) when (unknown.Count > 0)
        {
            return Unrendered(e, record);
        }

        ReleaseDiff diff;
        try
        {
            diff = await engine.DiffAsync(order, ground, content, redaction, cancellationToken);
        }
        catch (OptaException e) when (e.Diagnostics.All(found => found.Code == ResourceMap.NotServed))
        {
            // The definitions may be another resource of the same run; the apply refuses when they are still missing then.
            return new PlannedChange(request.Live is null && ground.InForce is null ? PlannedAction.Create : PlannedAction.Update)
            {
                Properties = Properties(record, values),
                Reasons = [.. e.Diagnostics.Select(found => found.Message)],
                Exact = false,
            };
        }

        var properties = Properties(record, values);
        var reasons = Reasons(ground, content, properties, diff);
        if (reasons.Count == 0 && unknown.Count == 0)
            return request.Recorded is null ? new PlannedChange(PlannedAction.Adopt) { Reasons = ["the release exists already as desired"] } : new PlannedChange(PlannedAction.None);
        return new PlannedChange(request.Live is null && ground.InForce is null ? PlannedAction.Create : PlannedAction.Update)
        {
            Children = diff.Objects,
            Properties = properties,
            Reasons = reasons.Count > 0 ? reasons : ["some of its values are known only during the apply"],
            Exact = diff.Exact && unknown.Count == 0,
            Risk = Restarts(diff) ? RiskClass.Restart : null,
        };
    }

    /// <summary>Plans without a cluster: everything that the chart gives is new.</summary>
    public async Task<PlannedChange> PlanWithoutClusterAsync(CancellationToken cancellationToken)
    {
        var values = Placeholders.Fill(document.Values, null, unknown);
        IReadOnlyList<ChildChange> children = [];
        IReadOnlyList<Diagnostic> warnings = [];
        try
        {
            var content = await chart.WithValues(values).RenderAsync(new ReleaseContext(document.Namespace, document.Name, 1, false, null), cancellationToken);
            var manifests = (document.SkipCrds ? [] : content.Crds).Append(content.Manifest).SelectMany(ManifestReader.Read);
            children = [.. manifests.Select(found => new ChildChange($"{found.Kind.Kind} {found.Document.GetNamespace() ?? document.Namespace}/{found.Name}", PlannedAction.Create, []) { Type = $"kubernetes:{found.Kind}", Document = found.Document })];
        }
        catch (OptaException e)
        {
            // The chart may need the cluster's version or values that are not known yet; the apply renders it again.
            warnings = [NotShown(e)];
        }

        return new PlannedChange(PlannedAction.Create)
        {
            Children = children,
            Properties = Properties(null, values),
            Reasons = ["its cluster is made in the same run"],
            Exact = false,
            Warnings = warnings,
        };
    }

    private static bool Restarts(ReleaseDiff diff) => diff.Objects.Any(child =>
        child.Action == PlannedAction.Update && child.Properties.Any(property => property.Path.StartsWith("/spec/template", StringComparison.Ordinal)));

    private List<string> Reasons(ReleaseBase ground, ReleaseContent content, List<PropertyChange> properties, ReleaseDiff diff)
    {
        var reasons = new List<string>();
        if (ground.Last is null)
            return ["it does not exist yet"];
        var last = ground.Last.Record;
        if (ground.InForce is null)
            reasons.Add($"no revision of it is in force (revision {last.Revision} is {ReleaseStatusText.Write(last.Status)})");
        else if (last.Status != ReleaseStatus.Deployed)
            reasons.Add($"its last revision {last.Revision} is {ReleaseStatusText.Write(last.Status)}");
        if (properties.Exists(property => property.Path.StartsWith("/chart", StringComparison.Ordinal)))
            reasons.Add("its chart changes");
        if (properties.Exists(property => property.Path.StartsWith("/values", StringComparison.Ordinal)))
            reasons.Add("its values change");
        var drifted = diff.Objects.Where(child => child.Properties.Count > 0 && child.Properties.All(property => property.Drift)).Select(child => child.Name).ToList();
        if (drifted.Count > 0)
            reasons.Add($"{string.Join(", ", drifted)} changed outside OptaPS");
        if (diff.Objects.Count > drifted.Count)
            reasons.Add($"{diff.Objects.Count - drifted.Count} of its objects differ");
        else if (ground.InForce is { } force && (content.Manifest != force.Record.Manifest || !StableContent.SameHooks(content, force.Record.Hooks)))
            reasons.Add("its manifest changes");
        return reasons;
    }

    private List<PropertyChange> Properties(ReleaseRecord? record, JsonObject values)
    {
        var changes = new List<PropertyChange>();
        if (record is null || record.ChartName != chart.Name || record.ChartVersion != chart.Version)
            changes.Add(new PropertyChange("/chart", record is null ? null : $"{record.ChartName} {record.ChartVersion}", $"{chart.Name} {chart.Version}") { Source = Source("/chart") });
        if (record is not null)
        {
            foreach (var change in new DocumentDiff("values", redaction).Compare(record.Config, values, null))
                changes.Add(Decorated(change));
        }

        foreach (var path in unknown)
            changes.Add(new PropertyChange("/values" + path, null, null) { Unknown = true, Sensitive = IsSensitive("/values" + path), Source = Source("/values" + path) });
        return changes;
    }

    private PropertyChange Decorated(PropertyChange change)
    {
        var path = "/values" + change.Path;
        var sensitive = change.Sensitive || IsSensitive(path);
        return change with
        {
            Path = path,
            Sensitive = sensitive,
            Before = sensitive && change.Before is not null ? Secrets.Secret.Mask : change.Before,
            After = sensitive && change.After is not null ? Secrets.Secret.Mask : change.After,
            Source = Source(path),
        };
    }

    // A place is sensitive when it lies below a sensitive place, or holds one.
    private bool IsSensitive(string path) => request.SensitivePaths.Any(sensitive => Below(path, sensitive) || Below(sensitive, path));

    private static bool Below(string path, string above)
    {
        var (inner, outer) = (path.Split('/'), above.Split('/'));
        return outer.Length <= inner.Length && outer.Zip(inner).All(pair => pair.First == "*" || pair.Second == "*" || pair.First == pair.Second);
    }

    private string? Source(string path)
    {
        for (var at = path; at.Length > 0; at = at[..at.LastIndexOf('/')])
        {
            if (request.ValueSources.TryGetValue(at, out var source))
                return source;
        }

        return null;
    }

    private PlannedChange Unrendered(OptaException e, ReleaseRecord? record) => new(record is null ? PlannedAction.Create : PlannedAction.Update)
    {
        Exact = false,
        Properties = Properties(record, Placeholders.Fill(document.Values, record?.Config, [])),
        Reasons = ["some of its values are known only during the apply"],
        Warnings = [NotShown(e)],
    };

    private Diagnostic NotShown(OptaException e) => new("OPTA5508", Severity.Information, $"The objects of release '{document.Identifier}' cannot be shown yet: the chart needs values that are known only during the apply.")
    {
        Resource = request.Address,
        Cause = redaction.Mask(e.Diagnostics[0].Message),
    };
}
