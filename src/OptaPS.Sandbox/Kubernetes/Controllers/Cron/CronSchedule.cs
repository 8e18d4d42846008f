namespace OptaPS.Sandbox.Kubernetes.Controllers.Cron;

/// <summary>A cron schedule of five fields or one of the named ones.</summary>
internal sealed class CronSchedule
{
    private static readonly string[] None = [];
    private static readonly string[] Months = ["", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    private static readonly (int Low, int High, string[] Names)[] Parts = [(0, 59, None), (0, 23, None), (1, 31, None), (1, 12, Months), (0, 6, Days)];

    private readonly IReadOnlyList<CronField> fields;

    /// <summary>Time between two runs of a schedule without fields.</summary>
    private TimeSpan? every;

    private CronSchedule(IReadOnlyList<CronField> fields) => this.fields = fields;

    /// <summary>The problem in the words of the real server, or null.</summary>
    public static string? TryParse(string text, out CronSchedule? schedule)
    {
        schedule = null;
        if (text.StartsWith("TZ=", StringComparison.Ordinal) || text.StartsWith("CRON_TZ=", StringComparison.Ordinal))
            text = text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        text = text switch
        {
            "@yearly" or "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" or "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            _ => text
        };
        if (text.StartsWith("@every ", StringComparison.Ordinal))
        {
            if (!Cel.CelDurations.TryParse(text[7..], out var period))
                return $"failed to parse duration {text}: time: invalid duration \"{text[7..]}\"";
            schedule = new CronSchedule([]) { every = TimeSpan.FromSeconds(Math.Max(1, Math.Floor(period.TotalSeconds))) };
            return null;
        }

        if (text.StartsWith('@'))
            return "unrecognized descriptor: " + text;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != Parts.Length)
            return $"expected exactly 5 fields, found {words.Length}: [{string.Join(' ', words)}]";
        var read = new List<CronField>();
        for (var i = 0; i < words.Length; i++)
        {
            var (field, problem) = CronField.Read(words[i], Parts[i].Low, Parts[i].High, Parts[i].Names);
            if (field is null)
                return problem;
            read.Add(field);
        }

        schedule = new CronSchedule(read);
        return null;
    }

    /// <summary>The last time of the schedule after one moment and not after another, in a zone; null when there is none.</summary>
    public DateTimeOffset? Latest(DateTimeOffset after, DateTimeOffset until, TimeZoneInfo zone)
    {
        if (every is { } period)
            return until - after < period ? null : after + (period * Math.Floor((until - after) / period));
        var minute = new DateTimeOffset(until.UtcDateTime.AddTicks(-(until.UtcTicks % TimeSpan.TicksPerMinute)), TimeSpan.Zero);
        // A schedule that fires at all fires within four years of minutes; nearer times are found first.
        for (var at = minute; at > after && at > until.AddDays(-366 * 4); at = at.AddMinutes(-1))
        {
            if (Matches(TimeZoneInfo.ConvertTime(at, zone)))
                return at;
        }

        return null;
    }

    private bool Matches(DateTimeOffset time)
    {
        if (!fields[0].Values.Contains(time.Minute) || !fields[1].Values.Contains(time.Hour) || !fields[3].Values.Contains(time.Month))
            return false;
        var (day, weekday) = (fields[2].Values.Contains(time.Day), fields[4].Values.Contains((int)time.DayOfWeek));
        return fields[2].Any || fields[4].Any ? day && weekday : day || weekday;
    }
}
