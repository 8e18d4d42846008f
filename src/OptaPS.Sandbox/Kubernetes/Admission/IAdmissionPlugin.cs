namespace OptaPS.Sandbox.Kubernetes.Admission;

/// <summary>Changes or refuses writes.</summary>
internal interface IAdmissionPlugin
{
    /// <summary>May change the object.</summary>
    Task AdmitAsync(AdmissionRequest request, CancellationToken ct);

    /// <summary>May refuse the object; runs after validation.</summary>
    Task ValidateAsync(AdmissionRequest request, CancellationToken ct);
}
