namespace OptaPS.Helm.Releases.Records;

/// <summary>How the objects of a release are written to the cluster. A release keeps the method that is recorded in it.</summary>
public enum ApplyMethod
{
    /// <summary>Three-way merge computed by the client, as Helm 3 does.</summary>
    ClientSide,

    /// <summary>Server-side apply as field manager <c>helm</c>, as Helm 4 does for new releases.</summary>
    ServerSide,
}
