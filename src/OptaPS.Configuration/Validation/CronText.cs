using System.Globalization;

namespace OptaPS.Configuration.Validation;

/// <summary>Checks cron schedules as Kubernetes reads them: five fields, or a word.</summary>
internal static class CronText
{
    private static readonly (int Low, int High, string[] Names)[] Fields =
    [
        (0, 59, []), (0, 23, []), (1, 31, []),
        (1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        (0, 7, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ];

    public static bool IsValid(string text)
    {
        if (text is "@yearly" or "@annually" or "@monthly" or "@weekly" or "@daily" or "@midnight" or "@hourly")
        {
            return true;
        }

        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 5 && parts.Zip(Fields).All(pair => pair.First.Split(',').All(item => IsItem(item, pair.Second)));
    }

    private static bool IsItem(string item, (int Low, int High, string[] Names) field)
    {
        var step = item.Split('/');
        if (step.Length > 2 || (step.Length == 2 && !(Number(step[1], out var every) && every > 0)))
        {
            return false;
        }

        if (step[0] is "*" or "?")
        {
            return true;
        }

        var ends = step[0].Split('-');
        return ends.Length <= 2 && ends.All(end => Value(end, field) >= 0) && (ends.Length == 1 || Value(ends[0], field) <= Value(ends[1], field));
    }

    private static int Value(string text, (int Low, int High, string[] Names) field)
    {
        var named = Array.IndexOf(field.Names, text.ToLowerInvariant());
        return named >= 0 ? named + (field.Low == 1 ? 1 : 0) : Number(text, out var value) && value >= field.Low && value <= field.High ? value : -1;
    }

    private static bool Number(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
