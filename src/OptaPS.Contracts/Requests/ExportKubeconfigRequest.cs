using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Writes or merges a kubeconfig entry for an environment's cluster. No token is written; kubectl calls the plugin for one.</summary>
/// <param name="Target">Where the environment lives.</param>
/// <param name="Environment">The environment's name.</param>
/// <param name="Path">The kubeconfig file to merge into.</param>
/// <param name="PluginCommand">The program that kubectl runs for a token, followed by its fixed arguments.</param>
public sealed record ExportKubeconfigRequest(OperationTarget Target, string Environment, string Path, IReadOnlyList<string> PluginCommand) : IOperationRequest<KubeconfigInfo>;
