namespace OptaPS.Engine.Providers;

/// <summary>A provider whose system can itself refuse to delete some types.</summary>
public interface ILockingProvider : IResourceProvider
{
    /// <summary>Sets or lifts the system's own lock against deletion.</summary>
    /// <param name="request">The resource.</param>
    /// <param name="locked">True to set it.</param>
    /// <param name="token">Makes a repetition harmless.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>False when the type has no such lock.</returns>
    /// <exception cref="ProviderException">The lock could not be set.</exception>
    Task<bool> SetDeletionLockAsync(ReadRequest request, bool locked, string token, CancellationToken cancellationToken);
}
