using System.Text.Json.Nodes;
using OptaPS.Helm.Releases;

namespace OptaPS.Helm.Provider;

/// <summary>A chart that was found and verified.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Digest">Digest of its archive or files, <c>sha256:</c> and 64 hexadecimal digits.</param>
/// <param name="WithValues">Makes the content of a release with the user's values.</param>
public sealed record ReleaseChart(string Name, string Version, string Digest, Func<JsonObject, IReleaseSource> WithValues);
