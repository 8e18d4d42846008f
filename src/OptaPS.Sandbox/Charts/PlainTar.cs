using System.Formats.Tar;

namespace OptaPS.Sandbox.Charts;

/// <summary>A ustar archive without anything that differs between machines: fixed times, owners and modes.</summary>
internal static class PlainTar
{
    private static readonly DateTimeOffset Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Write(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        using var target = new MemoryStream();
        using (var writer = new TarWriter(target, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var data = new MemoryStream(content);
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
                {
                    DataStream = data,
                    Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
                    ModificationTime = Time
                });
            }
        }

        return target.ToArray();
    }
}
