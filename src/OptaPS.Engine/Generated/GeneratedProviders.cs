using OptaPS.Engine.Providers;

namespace OptaPS.Engine.Generated;

/// <summary>The providers of generated values, which every engine has.</summary>
internal static class GeneratedProviders
{
    internal static IEnumerable<IResourceProvider> Create(TimeProvider time)
    {
        yield return new RandomProvider();
        yield return new TlsProvider(time);
    }
}
