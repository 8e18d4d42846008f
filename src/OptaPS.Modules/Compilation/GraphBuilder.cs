using System.Text.Json.Nodes;
using OptaPS.Engine.Resources;

namespace OptaPS.Modules.Compilation;

/// <summary>Collects the nodes and outputs of a layer, module by module.</summary>
internal sealed class GraphBuilder
{
    private readonly List<ResourceNode> resources = [];
    private readonly List<LookupNode> lookups = [];
    private readonly Dictionary<string, JsonNode?> outputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, JsonNode?>> moduleOutputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> sensitive = new(StringComparer.Ordinal);
    private string module = "";
    private IReadOnlyList<string> moduleNeeds = [];

    /// <summary>Everything that was added under <paramref name="name"/> since its module began.</summary>
    public IReadOnlyList<string> AddressesOf(string name) =>
        [.. resources.Where(node => node.Address.StartsWith(name + "/", StringComparison.Ordinal)).Select(node => node.Address)];

    /// <summary>Begins a module; addresses from now on start with its name.</summary>
    /// <param name="name">The module's name.</param>
    /// <param name="needs">Addresses that every resource of the module waits for (<c>depends_on</c>).</param>
    public void Begin(string name, IReadOnlyList<string> needs)
    {
        module = name;
        moduleNeeds = needs;
        moduleOutputs[name] = new(StringComparer.Ordinal);
    }

    /// <summary>Adds a resource.</summary>
    /// <param name="name">The part of the address behind the module's name.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="type">The provider's type.</param>
    /// <param name="desired">The document.</param>
    /// <param name="options">What else the node carries, or null.</param>
    public ResourceHandle Add(string name, string provider, string type, JsonObject desired, NodeOptions? options = null)
    {
        options ??= NodeOptions.None;
        var address = $"{module}/{name}";
        resources.Add(new ResourceNode(address, new ResourceType(provider, type), desired)
        {
            DependsOn = [.. options.After.Select(handle => handle.Address).Concat(moduleNeeds).Distinct(StringComparer.Ordinal)],
            Connection = options.Connection,
            SensitivePaths = options.Sensitive,
            ValueSources = options.Sources,
        });
        return new ResourceHandle(address);
    }

    /// <summary>Adds a resource that several modules of the layer share under one address, or gives the one that is there.</summary>
    public ResourceHandle AddShared(string address, string provider, string type, JsonObject desired, NodeOptions options)
    {
        if (!resources.Exists(node => node.Address == address))
        {
            resources.Add(new ResourceNode(address, new ResourceType(provider, type), desired)
            {
                DependsOn = [.. options.After.Select(handle => handle.Address)],
                Connection = options.Connection,
            });
        }
        return new ResourceHandle(address);
    }

    /// <summary>Adds an AWS resource.</summary>
    public ResourceHandle Aws(string name, string type, JsonObject desired, params ResourceHandle[] after) =>
        Add(name, "aws", "AWS::" + type, desired, new NodeOptions { After = after });

    /// <summary>Adds a lookup, or gives the one that another module has added under the same shared address.</summary>
    /// <param name="address">The whole address.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="type">The question.</param>
    /// <param name="query">Its parameters.</param>
    /// <param name="keep">True to keep the first answer for the life of the layer.</param>
    public ResourceHandle Lookup(string address, string provider, string type, JsonObject query, bool keep = false)
    {
        if (!lookups.Exists(lookup => lookup.Address == address))
            lookups.Add(new LookupNode(address, new ResourceType(provider, type), query) { KeepFirstAnswer = keep });
        return new ResourceHandle(address);
    }

    /// <summary>Names a result of the module and, under the same name, of the layer.</summary>
    public void Output(string name, JsonNode? value, bool secret = false)
    {
        moduleOutputs[module][name] = value?.DeepClone();
        if (!outputs.TryAdd(name, value))
            outputs[$"{module}_{name}"] = value?.DeepClone();
        if (secret)
            sensitive.Add(name);
    }

    /// <summary>Names a result that only modules of the same layer read.</summary>
    public void Fact(string name, JsonNode? value) => moduleOutputs[module][name] = value;

    /// <summary>A copy of a module's output, or null when there is none of that name.</summary>
    public JsonNode? OutputOf(string moduleName, string output) =>
        moduleOutputs.TryGetValue(moduleName, out var named) && named.TryGetValue(output, out var value) ? value?.DeepClone() : null;

    /// <summary>True when the module has an output of that name, even when it is null.</summary>
    public bool HasOutput(string moduleName, string output) => moduleOutputs.TryGetValue(moduleName, out var named) && named.ContainsKey(output);

    /// <summary>The finished graph.</summary>
    public ResourceGraph Finish(string layer, Ownership owner) => new(layer)
    {
        Resources = resources,
        Lookups = lookups,
        Outputs = outputs,
        SensitiveOutputs = sensitive,
        Owner = owner,
    };
}
