using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Apply;

/// <summary>A set of field paths as a tree; written as FieldsV1.</summary>
internal sealed class FieldSet
{
    private SortedDictionary<string, FieldSet>? children;

    public bool IsMember { get; set; }

    public bool IsEmpty => !IsMember && (children is null || children.Values.All(child => child.IsEmpty));

    public IEnumerable<KeyValuePair<string, FieldSet>> Children => children ?? [];

    public FieldSet Child(string element)
    {
        children ??= new SortedDictionary<string, FieldSet>(StringComparer.Ordinal);
        if (!children.TryGetValue(element, out var child))
            children[element] = child = new FieldSet();
        return child;
    }

    public FieldSet? Find(string element) => children?.GetValueOrDefault(element);

    public static FieldSet Parse(JsonObject? fields)
    {
        var set = new FieldSet();
        if (fields is null)
            return set;
        foreach (var (element, value) in fields)
        {
            if (element == ".")
            {
                set.IsMember = true;
                continue;
            }

            var child = value is JsonObject { Count: > 0 } map ? Parse(map) : new FieldSet { IsMember = true };
            set.children ??= new SortedDictionary<string, FieldSet>(StringComparer.Ordinal);
            set.children[element] = child;
        }

        return set;
    }

    public JsonObject Write()
    {
        var fields = new JsonObject();
        if (IsMember && Children.Any(pair => !pair.Value.IsEmpty))
            fields["."] = new JsonObject();
        foreach (var (element, child) in Children)
        {
            if (!child.IsEmpty)
                fields[element] = child.Write();
        }

        return fields;
    }

    public FieldSet Union(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember || other.IsMember };
        foreach (var (element, child) in Children)
            result.Put(element, other.Find(element) is { } twin ? child.Union(twin) : child);
        foreach (var (element, child) in other.Children)
        {
            if (Find(element) is null)
                result.Put(element, child);
        }

        return result;
    }

    public FieldSet Except(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember && !other.IsMember };
        foreach (var (element, child) in Children)
        {
            var rest = other.Find(element) is { } twin ? child.Except(twin) : child;
            if (!rest.IsEmpty)
                result.Put(element, rest);
        }

        return result;
    }

    /// <summary>The same set with every container of a member as a member: what an apply that sets a field keeps.</summary>
    public FieldSet WithParents()
    {
        var result = new FieldSet { IsMember = IsMember || !IsEmpty };
        foreach (var (element, child) in Children)
            result.Put(element, child.WithParents());
        return result;
    }

    /// <summary>Removes what lies at or below a member of the other set.</summary>
    public FieldSet ExceptBelow(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember && !other.IsMember };
        foreach (var (element, child) in Children)
        {
            var twin = other.Find(element);
            if (twin is { IsMember: true })
                continue;
            var rest = twin is null ? child : child.ExceptBelow(twin);
            if (!rest.IsEmpty)
                result.Put(element, rest);
        }

        return result;
    }

    public FieldSet Intersect(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember && other.IsMember };
        foreach (var (element, child) in Children)
        {
            if (other.Find(element) is not { } twin)
                continue;
            var common = child.Intersect(twin);
            if (!common.IsEmpty)
                result.Put(element, common);
        }

        return result;
    }

    /// <summary>All member paths in order.</summary>
    public IEnumerable<IReadOnlyList<string>> Paths()
    {
        var stack = new List<string>();
        return Walk(this, stack);
    }

    private static IEnumerable<IReadOnlyList<string>> Walk(FieldSet set, List<string> path)
    {
        if (set.IsMember)
            yield return [.. path];
        foreach (var (element, child) in set.Children)
        {
            path.Add(element);
            foreach (var found in Walk(child, path))
                yield return found;
            path.RemoveAt(path.Count - 1);
        }
    }

    private void Put(string element, FieldSet child)
    {
        children ??= new SortedDictionary<string, FieldSet>(StringComparer.Ordinal);
        children[element] = child;
    }
}
