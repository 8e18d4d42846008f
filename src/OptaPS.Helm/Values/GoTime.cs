using System.Globalization;

namespace OptaPS.Helm.Values;

/// <summary>A time.Time: seconds since the year 1, nanoseconds, and the zone it is shown in.</summary>
internal sealed class GoTime(long seconds, int nanoseconds, GoZone zone) : GoObject
{
    /// <summary>Seconds from the year 1 to 1970.</summary>
    public const long UnixOffset = 62_135_596_800;

    private static readonly GoType Location = new("*time.Location", GoKind.Pointer);

    public static GoTime Zero { get; } = new(0, 0, GoZone.Utc);

    public override GoType Type => GoTypes.Time;

    public long Seconds => seconds;

    public int Nanoseconds => nanoseconds;

    public GoZone Zone => zone;

    public long Unix => seconds - UnixOffset;

    public override string Text => GoTimeFormat.Format(this, "2006-01-02 15:04:05.999999999 -0700 MST");

    public static GoTime FromUnix(long unix, GoZone zone) => new(unix + UnixOffset, 0, zone);

    public static GoTime From(DateTimeOffset now, GoZone zone) =>
        new(now.UtcTicks / TimeSpan.TicksPerSecond, (int)(now.UtcTicks % TimeSpan.TicksPerSecond) * 100, zone);

    public static int DaysIn(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Seconds since the year 1 of a civil time; parts out of range carry over.</summary>
    public static long SecondsOf(long year, long month, long day, long hour, long minute, long second)
    {
        var m = month - 1;
        year += Math.DivRem(m, 12, out var rest);
        if (rest < 0)
        {
            rest += 12;
            year--;
        }
        return ((DaysBefore(year, (int)rest + 1) + day - 1) * 86400) + (hour * 3600) + (minute * 60) + second;
    }

    public override object? ToJson() => GoTimeFormat.Format(this, "2006-01-02T15:04:05.999999999Z07:00");

    public GoTime In(GoZone other) => new(seconds, nanoseconds, other);

    public GoTime Add(long duration)
    {
        var nanos = nanoseconds + (duration % 1_000_000_000);
        var carry = nanos < 0 ? -1 : nanos >= 1_000_000_000 ? 1 : 0;
        return new GoTime(seconds + (duration / 1_000_000_000) + carry, (int)(nanos - (carry * 1_000_000_000)), zone);
    }

    /// <summary>The difference in nanoseconds.</summary>
    public long Since(GoTime other)
    {
        var difference = (Int128)(seconds - other.Seconds) * 1_000_000_000 + nanoseconds - other.Nanoseconds;
        return difference > long.MaxValue ? long.MaxValue : difference < long.MinValue ? long.MinValue : (long)difference;
    }

    public GoCivil Civil()
    {
        var (offset, abbreviation) = zone.At(Unix);
        var local = seconds + offset;
        var days = Math.DivRem(local, 86400, out var second);
        if (second < 0)
        {
            second += 86400;
            days--;
        }
        var (year, month, day) = Date(days);
        return new GoCivil(year, month, day, (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60), (int)((((days + 1) % 7) + 7) % 7), (int)(days - DaysBefore(year, 1)) + 1, offset, abbreviation);
    }

    public override GoFunction? Method(string name)
    {
        var c = Civil();
        object? result = name switch
        {
            "Year" => GoInt.Box(c.Year),
            "Month" => new GoNamedInt(GoTypes.Month, c.Month, GoTimeFormat.Months[c.Month - 1], isCalendar: true),
            "Day" => GoInt.Box(c.Day),
            "Hour" => GoInt.Box(c.Hour),
            "Minute" => GoInt.Box(c.Minute),
            "Second" => GoInt.Box(c.Second),
            "Nanosecond" => GoInt.Box(nanoseconds),
            "Weekday" => new GoNamedInt(GoTypes.Weekday, c.Weekday, GoTimeFormat.Days[c.Weekday], isCalendar: true),
            "YearDay" => GoInt.Box(c.YearDay),
            "Unix" => Unix,
            "UnixMilli" => (Unix * 1000) + (nanoseconds / 1_000_000),
            "UnixMicro" => (Unix * 1_000_000) + (nanoseconds / 1000),
            "UnixNano" => unchecked((Unix * 1_000_000_000) + nanoseconds),
            "UTC" => In(GoZone.Utc),
            "Local" => In(GoZone.Local),
            "IsZero" => seconds == 0 && nanoseconds == 0,
            "String" => Text,
            "Location" => new StructValue(Location, [new("name", zone.Name)]),
            _ => null,
        };
        if (result is not null)
        {
            return new GoFunction(name, [], variadic: false, (_, _) => result);
        }
        return name switch
        {
            "Format" => new GoFunction(name, [GoTypes.String], variadic: false, (_, a) => GoTimeFormat.Format(this, (string)a[0]!)),
            "AddDate" => new GoFunction(name, [GoTypes.Int, GoTypes.Int, GoTypes.Int], variadic: false, (_, a) => AddDate(c, N(a[0]), N(a[1]), N(a[2]))),
            "Add" => new GoFunction(name, [GoTypes.Duration], variadic: false, (_, a) => Add(a[0] is GoNamedInt span ? span.Number : (long)a[0]!)),
            "Sub" => new GoFunction(name, [GoTypes.Time], variadic: false, (_, a) => GoDuration.Value(Since((GoTime)a[0]!))),
            "Before" => Compare(name, t => Since(t) < 0),
            "After" => Compare(name, t => Since(t) > 0),
            "Equal" => Compare(name, t => Since(t) == 0),
            _ => null,
        };
    }

    private static long N(object? value) => ((GoInt)value!).Value;

    private static GoFunction Compare(string name, Func<GoTime, bool> compare) =>
        new(name, [GoTypes.Time], variadic: false, (_, a) => compare((GoTime)a[0]!));

    private static long DaysBefore(long year, int month)
    {
        var y = year - 1;
        var days = (y * 365) + Floor(y, 4) - Floor(y, 100) + Floor(y, 400);
        for (var m = 1; m < month; m++)
        {
            days += DaysIn((int)year, m);
        }
        return days;
    }

    private static long Floor(long a, long b) => a >= 0 ? a / b : -((-a + b - 1) / b);

    private static (int Year, int Month, int Day) Date(long days)
    {
        var year = Floor(days * 400, 146_097) + 1;
        while (DaysBefore(year, 1) > days)
        {
            year--;
        }
        while (DaysBefore(year + 1, 1) <= days)
        {
            year++;
        }
        var day = (int)(days - DaysBefore(year, 1));
        var month = 1;
        while (day >= DaysIn((int)year, month))
        {
            day -= DaysIn((int)year, month);
            month++;
        }
        return ((int)year, month, day + 1);
    }

    private GoTime AddDate(GoCivil c, long years, long months, long days)
    {
        var local = SecondsOf(c.Year + years, c.Month + months, c.Day + days, c.Hour, c.Minute, c.Second);
        return new GoTime(zone.ToUtc(local), nanoseconds, zone);
    }
}
