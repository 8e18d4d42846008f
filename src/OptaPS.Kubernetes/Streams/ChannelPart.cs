namespace OptaPS.Kubernetes.Streams;

/// <summary>A piece of one channel's data.</summary>
/// <param name="Channel">The channel's number.</param>
/// <param name="Data">The bytes; valid until the next receive.</param>
internal sealed record ChannelPart(byte Channel, ReadOnlyMemory<byte> Data);
