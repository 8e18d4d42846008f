namespace OptaPS.Operations;

/// <summary>A request for one operation; the type names the operation and its result.</summary>
/// <typeparam name="TResult">What the operation returns.</typeparam>
public interface IOperationRequest<out TResult>
{
    /// <summary>Where to work and where state is kept.</summary>
    OperationTarget Target { get; }
}
