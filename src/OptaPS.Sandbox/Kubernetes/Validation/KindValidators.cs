namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>The validators by storage name.</summary>
internal static class KindValidators
{
    private static readonly IReadOnlyDictionary<string, IKindValidator> All = Array.Empty<IKindValidator>()
        .SelectMany(validator => validator.Storages.Select(storage => (storage, validator))).ToDictionary(pair => pair.storage, pair => pair.validator, StringComparer.Ordinal);

    public static IKindValidator? Find(string storage) => All.GetValueOrDefault(storage);
}
