namespace OptaPS.EndToEnd.Tests.Storms;

/// <summary>A service as its last command left it.</summary>
/// <param name="Name">Its name, which is its namespace's.</param>
/// <param name="File">The file that it was deployed from.</param>
/// <param name="Meshed">Whether it was deployed into a meshed environment.</param>
/// <param name="IsWhole">Whether everything of it is there: it has not been taken away behind the product's back.</param>
internal sealed record ServiceShape(string Name, ServiceFile File, bool Meshed, bool IsWhole)
{
    /// <summary>Paths at which it answers.</summary>
    public IEnumerable<string> Paths => File.Modules.Select(module => $"/{Name}-{module}");
}
