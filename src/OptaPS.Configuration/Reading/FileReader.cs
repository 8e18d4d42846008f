using System.Security.Cryptography;
using System.Text;
using OptaPS.Configuration.Reporting;
using OptaPS.Configuration.Yaml;

namespace OptaPS.Configuration.Reading;

/// <summary>Reads a file as bounded, strict UTF-8 text. Every failure becomes a finding.</summary>
internal static class FileReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The text, or null when a finding was recorded.</summary>
    public static async Task<SourceText?> ReadAsync(string path, string displayPath, FindingBag findings, CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            if (Directory.Exists(path))
            {
                findings.FileError(Codes.FileUnreadable, displayPath, $"{Quote.Of(displayPath)} is a folder, not a file.", "a YAML file");
                return null;
            }

            // Opening a pipe blocks until somebody writes to it, so the wait is bounded and can be cancelled.
            bytes = await Task.Run(() => ReadBytesAsync(path, cancellationToken), CancellationToken.None).WaitAsync(Patience, cancellationToken);
            if (bytes.Length > YamlLimits.Bytes)
            {
                findings.FileError(Codes.FileTooLarge, displayPath, "The file is larger than 1 MiB.", "at most 1,048,576 bytes", "Split it into several files.");
                return null;
            }
        }
        catch (TimeoutException)
        {
            findings.FileError(Codes.FileUnreadable, displayPath, $"The file {Quote.Of(displayPath)} gave no content within {Patience.TotalSeconds:0} s.", "a YAML file", "It may be a pipe or a device, or lie on a network drive that does not answer.");
            return null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            findings.FileError(Codes.FileNotFound, displayPath, $"The file {Quote.Of(displayPath)} does not exist.", "an existing YAML file");
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            findings.FileError(Codes.FileUnreadable, displayPath, $"The file {Quote.Of(displayPath)} cannot be read: {Quote.Clean(exception.Message, 160)}", remedy: "Check the path and the rights on it.");
            return null;
        }

        return Decode(path, displayPath, bytes, findings);
    }

    private static async Task<byte[]> ReadBytesAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 4096, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var bytes = new byte[YamlLimits.Bytes + 1];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        Array.Resize(ref bytes, length);
        return bytes;
    }

    /// <summary>Makes text of bytes, or records why not.</summary>
    public static SourceText? Decode(string path, string displayPath, byte[] bytes, FindingBag findings)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var content = bytes.AsSpan();
        if (content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            findings.FileError(Codes.NotUtf8, displayPath, "The file is UTF-16.", "UTF-8", "Save it as UTF-8.");
            return null;
        }

        content = content is [0xEF, 0xBB, 0xBF, ..] ? content[3..] : content;
        string text;
        try
        {
            text = Strict.GetString(content);
        }
        catch (DecoderFallbackException exception)
        {
            var valid = Strict.GetString(content[..Math.Max(0, exception.Index)].ToArray());
            var source = new SourceText(path, displayPath, valid, hash);
            var line = valid.Count(character => character == '\n') + 1;
            findings.Error(Codes.NotUtf8, source, line, valid.Length - valid.LastIndexOf('\n'), "The file is not UTF-8 from here on.", "UTF-8", remedy: "Save it as UTF-8.");
            return null;
        }

        var result = new SourceText(path, displayPath, text, hash);
        var bad = text.AsSpan().IndexOfAnyInRange('\0', '\b');
        if (bad >= 0)
        {
            var before = text[..bad];
            findings.Error(Codes.NotUtf8, result, before.Count(character => character == '\n') + 1, bad - before.LastIndexOf('\n'), "The file holds a control character.", "text", remedy: "Remove it; this may not be a text file.");
            return null;
        }

        return result;
    }
}
