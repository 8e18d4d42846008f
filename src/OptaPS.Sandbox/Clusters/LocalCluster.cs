namespace OptaPS.Sandbox.Clusters;

/// <summary>A cluster made through the control API, as it is remembered.</summary>
internal sealed record LocalCluster(string Name, string Version, int Nodes);
