using System.Globalization;

namespace OptaPS.Sandbox.Kubernetes.Controllers.Cron;

/// <summary>The values that one field of a cron schedule allows.</summary>
/// <param name="Values">Allowed values.</param>
/// <param name="Any">The field was an asterisk or a question mark.</param>
internal sealed record CronField(IReadOnlySet<int> Values, bool Any)
{
    /// <summary>Reads lists, ranges and steps; the second part is the problem, or null.</summary>
    public static (CronField? Field, string? Problem) Read(string text, int low, int high, IReadOnlyList<string> names)
    {
        var values = new SortedSet<int>();
        var any = false;
        foreach (var part in text.Split(','))
        {
            var step = part.Split('/');
            var range = step[0].Split('-');
            int from;
            int to;
            if (range[0] is "*" or "?")
            {
                (from, to) = (low, high);
                any |= step.Length == 1;
            }
            else
            {
                if (Number(range[0], names) is not { } first)
                    return (null, $"failed to parse int from {range[0]}: strconv.Atoi: parsing \"{range[0]}\": invalid syntax");
                from = to = first;
                if (range.Length > 1 && Number(range[1], names) is not { } second)
                    return (null, $"failed to parse int from {range[1]}: strconv.Atoi: parsing \"{range[1]}\": invalid syntax");
                else if (range.Length > 1)
                    to = Number(range[1], names)!.Value;
                else if (step.Length > 1)
                    to = high;
            }

            var by = 1;
            if (step.Length > 1 && (!int.TryParse(step[1], NumberStyles.None, CultureInfo.InvariantCulture, out by) || by == 0))
                return (null, by == 0 && step[1] == "0" ? $"step of range should be a positive number: {part}" : $"failed to parse int from {step[1]}: strconv.Atoi: parsing \"{step[1]}\": invalid syntax");
            if (from < low)
                return (null, $"beginning of range ({from}) below minimum ({low}): {part}");
            if (to > high)
                return (null, $"end of range ({to}) above maximum ({high}): {part}");
            if (from > to)
                return (null, $"beginning of range ({from}) beyond end of range ({to}): {part}");
            for (var value = from; value <= to; value += by)
                values.Add(value);
        }

        return (new CronField(values, any), null);
    }

    private static int? Number(string text, IReadOnlyList<string> names)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i].Equals(text, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
