namespace OptaPS.Helm.Releases;

/// <summary>Gives the content of a release: a chart rendered with values.</summary>
public interface IReleaseSource
{
    /// <summary>Renders for one revision. May be called more than once, as after installing custom resource definitions.</summary>
    /// <exception cref="OptaPS.Diagnostics.OptaException">The chart cannot be had or rendered.</exception>
    Task<ReleaseContent> RenderAsync(ReleaseContext context, CancellationToken cancellationToken);
}
