namespace OptaPS.Sandbox.Aws.Route53;

/// <summary>One record set of a hosted zone; an alias has a target and no values.</summary>
internal sealed record RecordSet(string Name, string Type, string SetIdentifier, string Ttl, IReadOnlyList<string> Values, string AliasZone, string AliasName)
{
    public string Key => $"{Name}|{Type}|{SetIdentifier}";

    public bool SameAs(RecordSet other) => Key == other.Key && Ttl == other.Ttl && AliasZone == other.AliasZone && AliasName == other.AliasName && Values.SequenceEqual(other.Values, StringComparer.Ordinal);
}
