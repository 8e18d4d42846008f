using OptaPS.Clouds.Aws;
using OptaPS.Configuration.Providers;
using OptaPS.Operations.Layers;

namespace OptaPS.Operations.Sessions;

/// <summary>Which cloud account a session works with.</summary>
/// <param name="Aws">The AWS account and region, or null when the environment is not on AWS.</param>
internal sealed record CloudSettings(AwsAccount? Aws)
{
    public static CloudSettings Of(CloudProvider provider) =>
        new(provider is AwsProvider aws ? new AwsAccount(aws.AccountId, aws.Region) : null);

    public static CloudSettings Of(LayerSource source) =>
        new(source.Account.Length > 0 ? new AwsAccount(source.Account, source.Region) : null);
}
