namespace OptaPS.Sandbox.Dns;

/// <summary>One record of an answer: its type as DNS numbers it and its value as text.</summary>
internal readonly record struct DnsRecord(int Type, string Value)
{
    public const int Address = 1;
    public const int NameServer = 2;
    public const int Alias = 5;
    public const int Text = 16;
}
