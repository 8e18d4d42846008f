namespace OptaPS.Helm.Values;

/// <summary>What a function may ask of the running template: rendering other templates, the clock, the cluster.</summary>
internal abstract class FunctionContext
{
    public abstract string Include(string name, object? data);

    public abstract string Tpl(string template, object? data);

    public abstract object? Lookup(string apiVersion, string kind, string @namespace, string name);

    public abstract TimeProvider Clock { get; }

    public abstract string ResolveHost(string name);

    /// <summary>Called for each step of long work; ends it when the time is over.</summary>
    public abstract void Step();

    /// <summary>Counts text that a function makes against the memory limit.</summary>
    public abstract void Charge(long characters);
}
