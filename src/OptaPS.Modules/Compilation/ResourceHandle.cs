using OptaPS.Engine.Expressions;

namespace OptaPS.Modules.Compilation;

/// <summary>A node that was added to a graph, to refer to.</summary>
/// <param name="Address">Its address.</param>
internal readonly record struct ResourceHandle(string Address)
{
    /// <summary>Its identifier.</summary>
    public Expression Id => Expression.Reference(Address, "$id");

    /// <summary>A value of its outputs.</summary>
    public Expression Ref(string path) => Expression.Reference(Address, path);
}
