using OptaPS.Clouds.Aws;
using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Providers;
using OptaPS.Operations.Layers;

namespace OptaPS.Operations.States;

/// <summary>The environment that a command works on, as far as the place of its state depends on it.</summary>
/// <param name="Environment">Its name.</param>
/// <param name="Organization">Its organisation.</param>
/// <param name="Provider">Where it lives.</param>
internal sealed record StateChoice(string Environment, string Organization, CloudProvider Provider)
{
    public static StateChoice Of(LoadedLayer loaded)
    {
        var file = (loaded.File as EnvironmentFile) ?? loaded.Parent!;
        return new StateChoice(loaded.Layer.Environment, file.OrgName, loaded.Provider);
    }

    /// <summary>The account, or null when the environment is not on AWS.</summary>
    public AwsAccount? Account => Provider is AwsProvider aws ? new AwsAccount(aws.AccountId, aws.Region) : null;
}
