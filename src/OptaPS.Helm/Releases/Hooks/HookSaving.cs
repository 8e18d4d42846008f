namespace OptaPS.Helm.Releases.Hooks;

/// <summary>What a run of hooks does with the revision's record meanwhile.</summary>
/// <param name="SaveAsync">Writes the record.</param>
/// <param name="KeepAsync">Shows that the operation is alive; called while waiting.</param>
internal sealed record HookSaving(Func<Task> SaveAsync, Func<Task> KeepAsync)
{
    /// <summary>Nothing is written.</summary>
    public static HookSaving None { get; } = new(() => Task.CompletedTask, () => Task.CompletedTask);
}
