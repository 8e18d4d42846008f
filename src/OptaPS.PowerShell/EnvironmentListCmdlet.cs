using System.Management.Automation;
using OptaPS.Operations;
using OptaPS.PowerShell.Completion;

namespace OptaPS.PowerShell;

/// <summary>Base of the cmdlets that list something of each environment whose name matches.</summary>
public abstract class EnvironmentListCmdlet : OptaCmdlet
{
    /// <summary><para type="description">Name of the environment; wildcards are allowed. All environments when left out.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Environment", "Name")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string EnvironmentName { get; set; } = "*";

    /// <summary>Lists, and writes what belongs to a matching environment.</summary>
    /// <param name="request">Makes the request for one environment, so that an unknown name is an error, or for all (null).</param>
    /// <param name="environmentOf">The environment that an item belongs to.</param>
    internal void List<TItem>(Func<string?, IOperationRequest<IReadOnlyList<TItem>>> request, Func<TItem, string> environmentOf)
    {
        var exact = !WildcardPattern.ContainsWildcardCharacters(EnvironmentName);
        if (Run(request(exact ? EnvironmentName : null)) is not { } found)
            return;

        var pattern = new WildcardPattern(EnvironmentName, WildcardOptions.IgnoreCase);
        foreach (var item in found.Where(item => pattern.IsMatch(environmentOf(item))))
            WriteObject(item);
    }
}
