namespace OptaPS.Engine.State.Journal;

/// <summary>Folds journal entries into a state.</summary>
internal static class StateFold
{
    internal static LayerState Apply(LayerState state, JournalGroup group)
    {
        foreach (var entry in group.Entries)
        {
            state = Apply(state, entry, group.At);
            if (entry is not (OverlaySetEntry or OverlayRemovedEntry))
                state = state with { Version = state.Version + 1 };
        }

        return state with { Serial = group.Serial, LastChange = group.At };
    }

    private static LayerState Apply(LayerState state, JournalEntry entry, DateTimeOffset at) => entry switch
    {
        IntentEntry intent => Set(state, intent.Record with { Changed = at }) with { Attempts = Math.Max(state.Attempts, intent.Record.Open?.Attempt ?? 0) },
        DoneEntry done => Set(state, done.Record with { Open = null, Changed = at }),
        HandleEntry handle => Change(state, handle.Address, record => record with
        {
            Open = record.Open is null ? null : record.Open with { Handle = handle.Handle ?? record.Open.Handle },
            Identifier = handle.Identifier ?? record.Identifier,
            Changed = at,
        }),
        FailedEntry failed => Fail(state, failed, at),
        ForgottenEntry forgotten => Forget(state, forgotten),
        MovedEntry moved => Move(state, moved, at),
        ProtectionEntry protection => Change(state, protection.Address, record => record with { Protected = protection.Protected, Changed = at }),
        OwnerEntry owner => state with { Owner = owner.Owner },
        LookupEntry lookup => state with { Lookups = state.Lookups.SetItem(lookup.Lookup.Address, lookup.Lookup) },
        OutputsEntry outputs => state with { Outputs = state.Outputs.Clear().AddRange(outputs.Values), SensitiveOutputs = [.. outputs.Sensitive] },
        DefaultsEntry defaults => state with { Defaults = state.Defaults.SetItem(defaults.Module, defaults.Values) },
        OverlaySetEntry overlay => state with { Overlay = state.Overlay.SetItem(overlay.Entry.Key, overlay.Entry) },
        OverlayRemovedEntry overlay => state with { Overlay = state.Overlay.Remove(overlay.Key) },
        _ => throw new InvalidOperationException($"Unknown journal entry {entry.GetType().Name}."),
    };

    private static LayerState Set(LayerState state, ResourceRecord record) =>
        state with { Resources = state.Resources.SetItem(record.Address, record) };

    private static LayerState Change(LayerState state, string address, Func<ResourceRecord, ResourceRecord> change) =>
        state.Resources.TryGetValue(address, out var record) ? Set(state, change(record)) : state;

    private static LayerState Forget(LayerState state, ForgottenEntry forgotten) => state with
    {
        Resources = state.Resources.Remove(forgotten.Address),
        DeleteTook = forgotten.Took is { } took && state.Resources.TryGetValue(forgotten.Address, out var record)
            ? state.DeleteTook.SetItem(record.Type.ToString(), took)
            : state.DeleteTook,
    };

    private static LayerState Fail(LayerState state, FailedEntry failed, DateTimeOffset at)
    {
        if (!state.Resources.TryGetValue(failed.Address, out var record))
            return state;
        var identifier = failed.Identifier ?? record.Identifier;
        if (identifier is null)
            return state with { Resources = state.Resources.Remove(failed.Address) };
        return Set(state, record with
        {
            Identifier = identifier,
            Status = failed.Tainted ? RecordStatus.Tainted : record.Status,
            Open = null,
            Changed = at,
        });
    }

    private static LayerState Move(LayerState state, MovedEntry moved, DateTimeOffset at)
    {
        if (!state.Resources.TryGetValue(moved.From, out var record))
            return state;
        var resources = state.Resources.Remove(moved.From).SetItem(moved.To, record with { Address = moved.To, Changed = at });
        foreach (var (address, other) in resources)
        {
            if (other.Dependencies.Contains(moved.From, StringComparer.Ordinal))
                resources = resources.SetItem(address, other with { Dependencies = [.. other.Dependencies.Select(need => need == moved.From ? moved.To : need)] });
        }

        return state with { Resources = resources };
    }
}
