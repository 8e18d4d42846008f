using OptaPS.Diagnostics;
using OptaPS.Targets;

namespace OptaPS.Helm.Repositories;

/// <summary>Where a published repository address is served for a target.</summary>
internal static class ServedAddress
{
    /// <summary>The mapped address, or the published one when the target maps none of its kind.</summary>
    /// <exception cref="OptaException">OPTA5570: the target brings its own repositories, and this is none of them; OPTA5571: no address.</exception>
    public static Uri Of(EndpointSet target, string repository)
    {
        foreach (var (published, served) in target.ChartRepositories.OrderByDescending(entry => entry.Key.Length))
        {
            var root = published.TrimEnd('/');
            if (repository.TrimEnd('/').Equals(root, StringComparison.OrdinalIgnoreCase))
                return served;
            if (repository.StartsWith(root + "/", StringComparison.OrdinalIgnoreCase))
                return new Uri(WithSlash(served), repository[(root.Length + 1)..]);
        }

        if (target.World is not null && target.ChartRepositories.Count > 0)
        {
            throw new OptaException(new Diagnostic("OPTA5570", Severity.Error, $"The target '{target.Name}' does not serve the chart repository {repository}.")
            {
                Allowed = string.Join(", ", target.ChartRepositories.Keys.Order(StringComparer.Ordinal)),
                Category = DiagnosticCategory.ObjectNotFound,
                Remedy = "Use a chart of the repositories named, or another target: a target with its own endpoints never reaches out to the public ones.",
            });
        }

        return Uri.TryCreate(repository, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" or "oci"
            ? address
            : throw new OptaException(new Diagnostic("OPTA5571", Severity.Error, $"'{repository}' is no address of a chart repository.")
            {
                Allowed = "https://..., http://... or oci://...",
                Category = DiagnosticCategory.InvalidArgument,
                Remedy = "Correct the repository's address.",
            });
    }

    /// <summary>The address as a folder.</summary>
    public static Uri WithSlash(Uri address) => address.AbsolutePath.EndsWith('/') ? address : new UriBuilder(address) { Path = address.AbsolutePath + "/" }.Uri;
}
