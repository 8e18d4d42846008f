using OptaPS.Engine.Providers;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Records;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Comparing;

/// <summary>Compares the manifests of two revisions.</summary>
internal static class RevisionComparison
{
    /// <summary>The objects that differ, those of the later revision first.</summary>
    public static ReleaseDiff Compare(ReleaseRecord before, ReleaseRecord after)
    {
        var redaction = new Redaction(SecretValues.Of(before).Concat(SecretValues.Of(after)));
        var old = Index(before);
        var changes = new List<ChildChange>();
        foreach (var (id, found) in Index(after))
        {
            var was = old.GetValueOrDefault(id);
            old.Remove(id);
            if (was is null)
                changes.Add(new ChildChange(id.ToString(), PlannedAction.Create, []));
            else if (new DocumentDiff(id.Kind, redaction).Compare(was.Document, found.Document, null) is { Count: > 0 } properties)
                changes.Add(new ChildChange(id.ToString(), PlannedAction.Update, properties));
        }

        changes.AddRange(old.Keys.Select(id => new ChildChange(id.ToString(), PlannedAction.Delete, [])));
        return new ReleaseDiff(changes);
    }

    private static Dictionary<ObjectIdentity, ManifestObject> Index(ReleaseRecord record)
    {
        var index = new Dictionary<ObjectIdentity, ManifestObject>();
        foreach (var found in ManifestReader.Read(record.Manifest))
            index[new ObjectIdentity(ObjectIdentity.PresentGroup(found.Kind), found.Kind.Kind, found.Document.GetNamespace(), found.Name)] = found;
        return index;
    }
}
