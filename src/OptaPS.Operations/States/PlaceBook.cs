using System.Text.Json;
using OptaPS.Diagnostics;

namespace OptaPS.Operations.States;

/// <summary>
/// Remembers on this machine which environments keep their states elsewhere, so that commands that name an environment find it. Nothing is lost
/// with the file: naming the place once more brings the entry back.
/// </summary>
internal sealed class PlaceBook(string folder)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };
    private readonly string path = System.IO.Path.Combine(folder, "places.json");

    /// <summary>Places by environment.</summary>
    public IReadOnlyDictionary<string, string> Read()
    {
        try
        {
            return JsonSerializer.Deserialize<SortedDictionary<string, string>>(File.ReadAllBytes(path)) ?? [];
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new SortedDictionary<string, string>(StringComparer.Ordinal);
        }
        catch (JsonException exception)
        {
            throw new OptaException(
                new Diagnostic("OPTA2101", Severity.Error, $"The file '{path}', which says where environments keep their states, is damaged.")
                {
                    Category = DiagnosticCategory.InvalidData,
                    Cause = exception.Message,
                    Remedy = "Remove the file and name the place once more with -State (--state).",
                },
                exception);
        }
    }

    /// <summary>Remembers the place of an environment.</summary>
    public void Write(string environment, string place)
    {
        var places = new SortedDictionary<string, string>(Read().ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        if (places.TryGetValue(environment, out var known) && known == place)
            return;
        places[environment] = place;
        Directory.CreateDirectory(folder);
        var draft = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(places, Json));
        File.Move(draft, path, overwrite: true);
    }
}
