namespace OptaPS.Engine.Providers;

/// <summary>A provider of a system whose list calls give whole resources, so that a plan need not read each on its own.</summary>
public interface IListingProvider : IResourceProvider
{
    /// <summary>
    /// Reads resources of one type behind one connection by few calls. Failures are thrown as those of <see cref="IResourceProvider.ReadAsync"/>; what
    /// is true of the single reads is true of these.
    /// </summary>
    /// <param name="requests">At least two, with the same type and connection.</param>
    /// <param name="cancellationToken">Gives the calls up.</param>
    /// <returns>
    /// By address what the lists show for certain: the live resource, or null when it does not exist. What is left out is read by itself: all of it
    /// when single reads are the better way.
    /// </returns>
    Task<IReadOnlyDictionary<string, ResourceSnapshot?>> ReadManyAsync(IReadOnlyList<ReadRequest> requests, CancellationToken cancellationToken);
}
