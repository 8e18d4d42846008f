namespace OptaPS.Engine.State.Local;

/// <summary>A file that is only appended to.</summary>
public interface IJournalFile : IDisposable
{
    /// <summary>Its length in bytes.</summary>
    long Length { get; }

    /// <summary>Appends; not durable before <see cref="Flush"/>.</summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Returns when everything appended survives a crash of the machine.</summary>
    void Flush();

    /// <summary>Cuts off what lies behind <paramref name="length"/>: the torn tail of a crash.</summary>
    void Truncate(long length);
}
