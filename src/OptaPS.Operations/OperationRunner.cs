using OptaPS.Operations.Charts;
using OptaPS.Operations.Clusters;
using OptaPS.Operations.Drift;
using OptaPS.Operations.Endpoints;
using OptaPS.Operations.Environments;
using OptaPS.Operations.Imports;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Locks;
using OptaPS.Operations.Plans;
using OptaPS.Operations.Records;
using OptaPS.Operations.Releases;
using OptaPS.Operations.Sandboxes;
using OptaPS.Operations.Schemas;
using OptaPS.Operations.Services;
using OptaPS.Operations.States;
using OptaPS.Requests;

namespace OptaPS.Operations;

/// <summary>The composition root: one line per operation. Fronts make it by name and see only <see cref="IOperationRunner"/>.</summary>
public sealed class OperationRunner : IOperationRunner
{
    /// <inheritdoc/>
    public async Task<TResult> RunAsync<TResult>(IOperationRequest<TResult> request, IOperationSink sink, CancellationToken cancellationToken)
    {
        object result = request switch
        {
            TestEnvironmentRequest r => await TestEnvironmentOperation.RunAsync(r, sink, cancellationToken),
            GetSchemaRequest r => GetSchemaOperation.Run(r),
            ApplyRequest r => await ApplyOperation.RunAsync(r, sink, cancellationToken),
            ApplyPlanRequest r => await ApplyPlanOperation.RunAsync(r, sink, cancellationToken),
            TestDriftRequest r => await TestDriftOperation.RunAsync(r, sink, cancellationToken),
            ImportRequest r => await ImportOperation.RunAsync(r, sink, cancellationToken),
            MoveResourceRequest r => await MoveResourceOperation.RunAsync(r, sink, cancellationToken),
            ProtectResourceRequest r => await ProtectResourceOperation.RunAsync(r, cancellationToken),
            InstallMeshRequest r => await InstallMeshOperation.RunAsync(r, sink, cancellationToken),
            DestroyRequest r => await DestroyOperation.RunAsync(r, sink, cancellationToken),
            GetEnvironmentRequest r => await GetEnvironmentOperation.RunAsync(r, sink, cancellationToken),
            GetOutputRequest r => await GetOutputOperation.RunAsync(r, cancellationToken),
            GetServiceRequest r => await GetServiceOperation.RunAsync(r, cancellationToken),
            GetEndpointRequest r => await GetEndpointOperation.RunAsync(r, cancellationToken),
            TestEndpointRequest r => await TestEndpointOperation.RunAsync(r, cancellationToken),
            ExportKubeconfigRequest r => await ExportKubeconfigOperation.RunAsync(r, cancellationToken),
            GetClusterTokenRequest r => await GetClusterTokenOperation.RunAsync(r, cancellationToken),
            GetKubeResourceRequest r => await GetKubeResourceOperation.RunAsync(r, cancellationToken),
            GetLockRequest r => await GetLockOperation.RunAsync(r, cancellationToken),
            UnlockRequest r => await UnlockOperation.RunAsync(r, cancellationToken),
            RotateKeyRequest r => await RotateKeyOperation.RunAsync(r, cancellationToken),
            StartSandboxRequest r => await StartSandboxOperation.RunAsync(r, cancellationToken),
            StopSandboxRequest r => await StopSandboxOperation.RunAsync(r, cancellationToken),
            GetSandboxRequest r => await GetSandboxOperation.RunAsync(r, cancellationToken),
            SetSandboxFaultRequest r => await SandboxFaultOperation.SetAsync(r, cancellationToken),
            GetSandboxFaultRequest r => await SandboxFaultOperation.ListAsync(r, cancellationToken),
            ClearSandboxFaultRequest r => await SandboxFaultOperation.ClearAsync(r, cancellationToken),
            SetSandboxDelegationRequest r => await SandboxDelegationOperation.SetAsync(r, cancellationToken),
            GetSandboxTrafficRequest r => await GetSandboxTrafficOperation.RunAsync(r, cancellationToken),
            GetSandboxPageRequest r => await GetSandboxPageOperation.RunAsync(r, cancellationToken),
            ExportSandboxRequest r => await ExportSandboxOperation.RunAsync(r, cancellationToken),
            ImportSandboxRequest r => await ImportSandboxOperation.RunAsync(r, cancellationToken),
            ExpandChartRequest r => await ExpandChartOperation.RunAsync(r, cancellationToken),
            LintChartRequest r => await LintChartOperation.RunAsync(r, cancellationToken),
            ShowChartRequest r => await ShowChartOperation.RunAsync(r, cancellationToken),
            PullChartRequest r => await PullChartOperation.RunAsync(r, cancellationToken),
            ListDependencyRequest r => await DependencyOperation.ListAsync(r, cancellationToken),
            UpdateDependencyRequest r => await DependencyOperation.UpdateAsync(r, cancellationToken),
            ListReleaseRequest r => await ListReleaseOperation.RunAsync(r, cancellationToken),
            GetReleaseRequest r => await GetReleaseOperation.RunAsync(r, cancellationToken),
            GetReleaseHistoryRequest r => await GetReleaseHistoryOperation.RunAsync(r, cancellationToken),
            CompareReleaseRequest r => await CompareReleaseOperation.RunAsync(r, cancellationToken),
            RestoreReleaseRequest r => await RestoreReleaseOperation.RunAsync(r, sink, cancellationToken),
            UninstallReleaseRequest r => await UninstallReleaseOperation.RunAsync(r, sink, cancellationToken),
            TestReleaseRequest r => await TestReleaseOperation.RunAsync(r, sink, cancellationToken),
            _ => throw new ArgumentException($"No operation serves {request.GetType().Name}.", nameof(request)),
        };
        return (TResult)result;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
