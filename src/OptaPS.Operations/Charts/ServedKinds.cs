using OptaPS.Diagnostics;
using OptaPS.Helm.Tools;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Operations.Charts;

/// <summary>Checks that a cluster serves every kind of a rendered chart.</summary>
internal static class ServedKinds
{
    public static async Task CheckAsync(IKubernetesClient client, string text, CancellationToken cancellationToken)
    {
        foreach (var document in TemplateText.Documents(text))
        {
            try
            {
                await client.ResolveAsync(GroupVersionKind.Of(document.ApiVersion, document.Kind), cancellationToken);
            }
            catch (KubernetesException e) when (e.Failure is KubernetesFailure.UnknownKind or KubernetesFailure.NotFound)
            {
                throw new OptaException(
                    new Diagnostic("OPTA5581", Severity.Error, $"unable to build kubernetes objects from release manifest: resource mapping not found for name: \"{document.Name}\" namespace: \"{TemplateText.NamespaceOf(document)}\" from \"\": no matches for kind \"{document.Kind}\" in version \"{document.ApiVersion}\"\nensure CRDs are installed first")
                    {
                        Resource = document.Source,
                        Category = DiagnosticCategory.InvalidData,
                        Remedy = "Install the custom resource definition first, or correct apiVersion and kind.",
                    },
                    e);
            }
        }
    }
}
