using System.Formats.Tar;
using System.IO.Compression;
using System.Text.RegularExpressions;
using OptaPS.Helm.Functions;

namespace OptaPS.Helm.Charts;

/// <summary>Reads packed charts.</summary>
internal static partial class ChartArchive
{
    public static void CheckIsGzip(byte[] bytes, string name)
    {
        if (bytes.Length >= 3 && bytes[0] == 0x1f && bytes[1] == 0x8b && bytes[2] == 8)
        {
            return;
        }
        if (name.EndsWith(".yml", StringComparison.Ordinal) || name.EndsWith(".yaml", StringComparison.Ordinal))
        {
            throw HelmError.Of(HelmError.ChartArchive, $"file '{name}' seems to be a YAML file, but expected a gzipped archive");
        }
        throw HelmError.Of(HelmError.ChartArchive, $"file '{name}' does not appear to be a gzipped archive; got '{ContentType(bytes)}'");
    }

    public static List<ChartFile> Read(byte[] bytes, ChartLimits limits)
    {
        var files = new List<ChartFile>();
        var remaining = limits.MaximumChartSize;
        try
        {
            using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var tar = new TarReader(gzip);
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is TarEntryType.Directory or TarEntryType.ExtendedAttributes or TarEntryType.GlobalExtendedAttributes)
                {
                    continue;
                }
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
                {
                    throw HelmError.Of(HelmError.ChartArchive, $"chart illegally contains a link or special file: {GoQuote.Quote(entry.Name)}");
                }
                var name = CheckedName(entry.Name);
                if (files.Count >= limits.MaximumFiles)
                {
                    throw HelmError.Of(HelmError.ChartTooLarge, $"the chart archive has more than {limits.MaximumFiles} files");
                }
                files.Add(new ChartFile(name, TrimByteOrderMark(ReadEntry(entry, limits, ref remaining))));
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or OverflowException or InvalidOperationException or ArgumentException)
        {
            throw HelmError.Of(HelmError.ChartArchive, "the chart archive is damaged: " + e.Message, e);
        }
        return files.Count > 0 ? files : throw HelmError.Of(HelmError.ChartArchive, "no files in chart archive");
    }

    public static ReadOnlyMemory<byte> TrimByteOrderMark(byte[] data) =>
        data.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? data.AsMemory(3) : data;

    private static string CheckedName(string full)
    {
        var delimiter = full.Contains('\\') ? '\\' : '/';
        var parts = full.Split(delimiter);
        var name = string.Join('/', parts[1..]);
        if (name.StartsWith('/'))
        {
            throw HelmError.Of(HelmError.ChartArchive, "chart illegally contains absolute paths");
        }
        name = GoPath.Clean(name);
        if (name == ".")
        {
            throw HelmError.Of(HelmError.ChartArchive, $"chart illegally contains content outside the base directory: {GoQuote.Quote(full)}");
        }
        if (name.StartsWith("..", StringComparison.Ordinal))
        {
            throw HelmError.Of(HelmError.ChartArchive, "chart illegally references parent directory");
        }
        if (Drive().IsMatch(name))
        {
            throw HelmError.Of(HelmError.ChartArchive, "chart contains illegally named files");
        }
        return parts[0] == "Chart.yaml" ? throw HelmError.Of(HelmError.ChartArchive, "chart yaml not in base directory") : name;
    }

    private static byte[] ReadEntry(TarEntry entry, ChartLimits limits, ref long remaining)
    {
        if (entry.Length > remaining)
        {
            throw HelmError.Of(HelmError.ChartTooLarge, $"decompressed chart is larger than the maximum size {limits.MaximumChartSize}");
        }
        if (entry.Length > limits.MaximumFileSize)
        {
            throw HelmError.Of(HelmError.ChartTooLarge, $"decompressed chart file {GoQuote.Quote(entry.Name)} is larger than the maximum file size {limits.MaximumFileSize}");
        }
        if (entry.DataStream is null)
        {
            return [];
        }
        var data = new byte[entry.Length];
        entry.DataStream.ReadExactly(data);
        remaining -= data.Length;
        return data;
    }

    private static string ContentType(byte[] bytes)
    {
        // Helm looks at 512 bytes, zeros behind a shorter file included.
        if (bytes.Length < 512)
        {
            return "application/octet-stream";
        }
        foreach (var b in bytes.AsSpan(0, 512))
        {
            if (b is <= 8 or 0x0b or (>= 0x0e and <= 0x1a) or (>= 0x1c and <= 0x1f))
            {
                return "application/octet-stream";
            }
        }
        return "text/plain; charset=utf-8";
    }

    [GeneratedRegex("^[a-zA-Z]:/")]
    private static partial Regex Drive();
}
