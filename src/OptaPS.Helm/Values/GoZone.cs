using System.Buffers.Binary;
using System.Text;

namespace OptaPS.Helm.Values;

/// <summary>A time.Location: a zone of the database, a fixed offset, UTC or the local zone.</summary>
internal sealed class GoZone
{
    private readonly TimeZoneInfo? info;
    private readonly int offset;
    private readonly string abbreviation;
    private readonly List<(int Offset, bool IsDaylight, string Name)> names;

    private GoZone(string name, TimeZoneInfo? info, int offset = 0, string abbreviation = "UTC")
    {
        Name = name;
        this.info = info;
        this.offset = offset;
        this.abbreviation = abbreviation;
        names = info is null ? [] : ReadNames(info.Id);
    }

    public static GoZone Utc { get; } = new("UTC", null);

    public static GoZone Local { get; } = TimeZoneInfo.Local.HasSameRules(TimeZoneInfo.Utc) ? new GoZone("Local", null) : new GoZone("Local", TimeZoneInfo.Local);

    public string Name { get; }

    public static GoZone Fixed(string name, int offset) => new(name, null, offset, name);

    /// <summary>A zone of the database; null when there is none of that name.</summary>
    public static GoZone? Find(string name)
    {
        switch (name)
        {
            case "" or "UTC":
                return Utc;
            case "Local":
                return Local;
        }
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var info) && (name.Contains('/') || name.Length > 2) ? new GoZone(name, info) : null;
    }

    /// <summary>Offset in seconds and abbreviation at a moment.</summary>
    public (int Offset, string Abbreviation) At(long unix)
    {
        if (info is null)
        {
            return (offset, abbreviation);
        }
        var moment = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(unix, -62_135_596_800, 253_402_300_799));
        var seconds = (int)info.GetUtcOffset(moment).TotalSeconds;
        var daylight = info.IsDaylightSavingTime(moment);
        for (var i = names.Count - 1; i >= 0; i--)
        {
            if (names[i].Offset == seconds && names[i].IsDaylight == daylight)
            {
                return (seconds, names[i].Name);
            }
        }
        return (seconds, GoTimeFormat.Offset(seconds, colon: false, withSeconds: false));
    }

    /// <summary>Seconds since the year 1 of a local time.</summary>
    public long ToUtc(long local)
    {
        if (info is null)
        {
            return local - offset;
        }
        var guess = At(local - GoTime.UnixOffset).Offset;
        var again = At(local - guess - GoTime.UnixOffset).Offset;
        return local - again;
    }

    /// <summary>The offset under which the zone knows an abbreviation.</summary>
    public int? OffsetOf(string name)
    {
        foreach (var n in names)
        {
            if (n.Name == name)
            {
                return n.Offset;
            }
        }
        return info is null && name == abbreviation ? offset : null;
    }

    /// <summary>Offsets and abbreviations of a TZif file; empty where the system has none.</summary>
    private static List<(int Offset, bool IsDaylight, string Name)> ReadNames(string id)
    {
        var found = new List<(int, bool, string)>();
        var path = Path.Combine("/usr/share/zoneinfo", id);
        if (id.Contains("..", StringComparison.Ordinal) || !File.Exists(path))
        {
            return found;
        }
        var data = File.ReadAllBytes(path).AsSpan();
        if (data.Length < 44 || !data.StartsWith("TZif"u8))
        {
            return found;
        }
        var width = 4;
        var at = 0;
        if (data[4] >= (byte)'2')
        {
            at = 44 + BodyLength(data, 4);
            width = 8;
        }
        var header = data[at..];
        int times = Int(header, 32), types = Int(header, 36), characters = Int(header, 40);
        var body = header[(44 + (times * (width + 1)))..];
        var text = body.Slice(types * 6, characters);
        for (var i = 0; i < types; i++)
        {
            var type = body.Slice(i * 6, 6);
            var name = text[type[5]..];
            found.Add((BinaryPrimitives.ReadInt32BigEndian(type), type[4] != 0, Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)])));
        }
        return found;
    }

    private static int Int(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadInt32BigEndian(data[at..]);

    private static int BodyLength(ReadOnlySpan<byte> header, int width) =>
        (Int(header, 32) * (width + 1)) + (Int(header, 36) * 6) + Int(header, 40) + (Int(header, 28) * (width + 4)) + Int(header, 24) + Int(header, 20);
}
