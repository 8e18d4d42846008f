namespace OptaPS.Cli.Commands;

/// <summary>Tells saved plans from environment and service files.</summary>
internal static class SavedPlanFile
{
    private const int Looked = 64;

    public static bool Is(string path)
    {
        try
        {
            if (!File.Exists(path))
                return false;
            using var file = File.OpenRead(path);
            var bytes = new byte[Looked];
            var count = file.ReadAtLeast(bytes, Looked, throwOnEndOfStream: false);
            return System.Text.Encoding.UTF8.GetString(bytes, 0, count).Contains("\"optaps-plan\"", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever reads the file next says what is wrong with it.
            return false;
        }
    }
}
