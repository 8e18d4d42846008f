namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>The validators by storage name.</summary>
internal static class KindValidators
{
    private static readonly IReadOnlyDictionary<string, IKindValidator> All = new IKindValidator[]
    {
        new DataValidator(), new WorkloadValidator(), new JobValidator(), new CronJobValidator(), new PodValidator(), new ServiceValidator(), new IngressValidator(), new NetworkValidator(),
        new AutoscalerValidator(), new PolicyValidator(), new AccessValidator(), new StorageValidator(), new QuotaValidator(), new RegistrationValidator(),
        new DefinitionValidator(), new ExpressionRules(), new EndpointsValidator(), new DriverValidator(), new TemplateValidator(), new FlowValidator(), new CertificateRequestValidator(), new PolicyBindingValidator()
    }.SelectMany(validator => validator.Storages.Select(storage => (storage, validator))).ToDictionary(pair => pair.storage, pair => pair.validator, StringComparer.Ordinal);

    public static IKindValidator? Find(string storage) => All.GetValueOrDefault(storage);
}
