namespace OptaPS.Helm.Rendering;

/// <summary>Changes rendered manifests before they are used.</summary>
public interface IPostRenderer
{
    /// <summary>Takes the manifests as one text and gives back what takes their place.</summary>
    Task<string> RunAsync(string manifests, CancellationToken cancellationToken);
}
