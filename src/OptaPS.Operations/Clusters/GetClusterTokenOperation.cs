using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws.Credentials;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Objects;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.Targets;
using OptaPS.Requests;

namespace OptaPS.Operations.Clusters;

/// <summary>Makes a token for an environment's cluster.</summary>
internal static class GetClusterTokenOperation
{
    public static async Task<ClusterToken> RunAsync(GetClusterTokenRequest request, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(request.Target, cancellationToken);
        var (environment, source) = await EnvironmentFinder.FindAsync(request.Target, target, request.Environment, cancellationToken);
        await using var session = Session.Open(target, CloudSettings.Of(source));
        var connection = await EnvironmentCluster.ConnectionAsync(session.Engine, environment.Environment, cancellationToken);
        var credential = (JsonObject)connection["credential"]!;
        if (credential["kind"]?.GetValue<string>() != EksCredentialSource.CredentialKind)
            throw ClusterErrors.OwnKubeconfig(environment.Environment);

        try
        {
            var token = await new EksCredentialSource(target.Endpoints, TimeProvider.System).GetTokenAsync(credential, refused: false, cancellationToken);
            return new ClusterToken(token.Token, token.Expires);
        }
        catch (ProviderException e)
        {
            throw new OptaException(e.Failure.Diagnostic, e);
        }
    }
}
