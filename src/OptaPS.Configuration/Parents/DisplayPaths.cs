namespace OptaPS.Configuration.Parents;

/// <summary>Shows paths the way a user would write them.</summary>
internal static class DisplayPaths
{
    /// <summary>The path relative to a folder with forward slashes, or the full path when it lies far outside.</summary>
    public static string Of(string full, string folder)
    {
        var relative = Path.GetRelativePath(folder, full);
        var shown = Path.IsPathRooted(relative) || relative.StartsWith(Path.Combine("..", "..", ".."), StringComparison.Ordinal) ? full : relative;
        return shown.Replace('\\', '/');
    }
}
