namespace OptaPS.Helm.Values;

/// <summary>A Go []byte.</summary>
internal sealed class GoBytes(byte[] data)
{
    public byte[] Data { get; } = data;

    private string? text;

    /// <summary>The bytes as a Go string.</summary>
    public string Text => text ??= GoText.FromBytes(Data);
}
