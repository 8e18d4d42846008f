namespace OptaPS.Sandbox.Kubernetes.Storage;

/// <summary>Namespace (empty for cluster-scoped kinds) and name, ordered as etcd orders keys.</summary>
internal readonly record struct ObjectKey(string Namespace, string Name) : IComparable<ObjectKey>
{
    public int CompareTo(ObjectKey other)
    {
        // Keys are paths: "ns/name"; '/' sorts after '-' and '.', which names may contain.
        var order = string.CompareOrdinal(Namespace.Length == 0 ? "" : Namespace + "/", other.Namespace.Length == 0 ? "" : other.Namespace + "/");
        return order != 0 ? order : string.CompareOrdinal(Name, other.Name);
    }

    public static bool operator <(ObjectKey left, ObjectKey right) => left.CompareTo(right) < 0;

    public static bool operator >(ObjectKey left, ObjectKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(ObjectKey left, ObjectKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ObjectKey left, ObjectKey right) => left.CompareTo(right) >= 0;

    public override string ToString() => Namespace.Length == 0 ? Name : Namespace + "/" + Name;
}
