using System.Text.Json;
using OptaPS.Diagnostics;
using OptaPS.Objects;

namespace OptaPS.Cli.Output;

/// <summary>Prints results as tables or as one JSON document.</summary>
internal sealed class ResultWriter(TextWriter output, OutputFormat format)
{
    /// <summary>Prints a list: a table with the given columns, or the objects themselves as JSON.</summary>
    public void List<T>(IReadOnlyList<T> items, params (string Header, Func<T, string> Value)[] columns)
    {
        if (format == OutputFormat.Json)
        {
            Json(items);
            return;
        }

        var rows = items.Select(item => columns.Select(column => LogCommands.DefuseLine(column.Value(item))).ToArray()).ToList();
        var widths = columns.Select((column, i) => Math.Max(column.Header.Length, rows.Select(row => row[i].Length).DefaultIfEmpty(0).Max())).ToArray();
        Row([.. columns.Select(column => column.Header)], widths);
        foreach (var row in rows)
            Row(row, widths);
    }

    /// <summary>Prints one object as JSON, or by <paramref name="text"/>.</summary>
    public void One<T>(T item, Action<T, TextWriter> text)
    {
        if (format == OutputFormat.Json)
            Json(item);
        else
            text(item, output);
    }

    /// <summary>Prints a list as JSON, or by <paramref name="text"/>.</summary>
    public void Many<T>(IReadOnlyList<T> items, Action<IReadOnlyList<T>, TextWriter> text)
    {
        if (format == OutputFormat.Json)
            Json(items);
        else
            text(items, output);
    }

    /// <summary>Prints what an apply, deploy or removal did.</summary>
    public void Applied(ApplyResult result) => One(result, (r, o) =>
    {
        if (r is { Status: "Planned", Plan: { } plan })
        {
            PlanWriter.Write(plan, o, detail: false);
            return;
        }

        var layer = r.ServiceName is null ? r.EnvironmentName : $"{r.EnvironmentName}/{r.ServiceName}";
        o.WriteLine($"{layer} on {r.Target}: {r.Status} in {r.Duration.TotalSeconds:0.0} s ({r.Created} created, {r.Updated} updated, {r.Replaced} replaced, {r.Deleted} deleted, {r.Unchanged} unchanged{(r.LeftOut > 0 ? $", {r.LeftOut} left out" : "")})");
        foreach (var address in r.Skipped)
            o.WriteLine($"  stays (protected): {address}");
        foreach (var leftover in r.Leftovers)
            o.WriteLine(LogCommands.DefuseLine($"  left over: {leftover}"));
    });

    private void Json<T>(T value) => output.WriteLine(LogCommands.DefuseJson(JsonSerializer.Serialize(value, OptaJson.Indented)));

    private void Row(string[] cells, int[] widths) =>
        output.WriteLine(string.Join("  ", cells.Select((cell, i) => i == cells.Length - 1 ? cell : cell.PadRight(widths[i]))).TrimEnd());
}
