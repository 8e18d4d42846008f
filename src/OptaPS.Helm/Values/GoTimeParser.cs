using System.Globalization;

namespace OptaPS.Helm.Values;

/// <summary>Parses times by Go's reference layout, with Go's messages.</summary>
internal sealed partial class GoTimeParser
{
    private readonly string layout;
    private readonly string value;
    private readonly GoZone zone;
    private int at;
    private int year = -1;
    private int month = -1;
    private int day = -1;
    private int yearDay = -1;
    private int hour;
    private int minute;
    private int second;
    private int nanosecond;
    private bool pmSet;
    private bool amSet;
    private int? offset;
    private string? zoneName;
    private bool isUtc;

    private GoTimeParser(string layout, string value, GoZone zone)
    {
        this.layout = layout;
        this.value = value;
        this.zone = zone;
    }

    public static GoTime Parse(string layout, string value, GoZone zone) => new GoTimeParser(layout, value, zone).Run();

    private FunctionException Error(string element, string rest) =>
        new($"parsing time {GoQuote.Quote(value)} as {GoQuote.Quote(layout)}: cannot parse {GoQuote.Quote(rest)} as {GoQuote.Quote(element)}");

    private FunctionException OutOfRange(string what) => new($"parsing time {GoQuote.Quote(value)}: {what} out of range");

    private GoTime Run()
    {
        string? previous = null;
        for (var i = 0; i < layout.Length;)
        {
            var element = GoTimeFormat.Next(layout, i, out var fraction);
            if (element is null)
            {
                Literal(i);
                i++;
                continue;
            }
            i += element.Length;
            if (fraction)
            {
                Fraction(element, i < layout.Length);
            }
            else
            {
                Element(element, i);
            }
            previous = element;
        }
        if (at < value.Length)
        {
            throw new FunctionException($"parsing time {GoQuote.Quote(value)}: extra text: {GoQuote.Quote(value[at..])}");
        }
        _ = previous;
        return Result();
    }

    private void Literal(int i)
    {
        if (layout[i] == ' ')
        {
            if (at < value.Length && value[at] != ' ')
            {
                throw Error(Tail(i), value[at..]);
            }
            while (at < value.Length && value[at] == ' ')
            {
                at++;
            }
            return;
        }
        if (at >= value.Length || value[at] != layout[i])
        {
            throw Error(Tail(i), value[at..]);
        }
        at++;
    }

    private string Tail(int i)
    {
        var end = i;
        while (end < layout.Length && GoTimeFormat.Next(layout, end, out _) is null)
        {
            end++;
        }
        return layout[i..end];
    }

    private void Element(string element, int next)
    {
        var rest = value[at..];
        switch (element)
        {
            case "2006":
                year = Fixed(element, 4);
                break;
            case "06":
                year = Fixed(element, 2);
                year += year >= 69 ? 1900 : 2000;
                break;
            case "January":
                month = Name(element, GoTimeFormat.Months, 0) + 1;
                break;
            case "Jan":
                month = Name(element, GoTimeFormat.Months, 3) + 1;
                break;
            case "Monday":
                Name(element, GoTimeFormat.Days, 0);
                break;
            case "Mon":
                Name(element, GoTimeFormat.Days, 3);
                break;
            case "01" or "1":
                month = Number(element, element == "01");
                if (month is < 1 or > 12)
                {
                    throw OutOfRange("month");
                }
                break;
            case "02" or "2" or "_2":
                if (element == "_2" && at < value.Length && value[at] == ' ')
                {
                    at++;
                }
                day = Number(element, element == "02");
                break;
            case "002" or "__2":
                if (element == "__2")
                {
                    for (var n = 0; n < 2 && at < value.Length && value[at] == ' '; n++)
                    {
                        at++;
                    }
                }
                yearDay = Number(element, fixedWidth: false, 3);
                break;
            case "15":
                hour = Number(element, fixedWidth: false);
                if (hour >= 24)
                {
                    throw OutOfRange("hour");
                }
                break;
            case "03" or "3":
                hour = Number(element, element == "03");
                if (hour > 12)
                {
                    throw OutOfRange("hour");
                }
                break;
            case "04" or "4":
                minute = Number(element, element == "04");
                if (minute >= 60)
                {
                    throw OutOfRange("minute");
                }
                break;
            case "05" or "5":
                Seconds(element, next);
                break;
            case "PM" or "pm":
                HalfDay(element, rest);
                break;
            case "MST":
                ZoneName(rest);
                break;
            default:
                ZoneOffset(element, rest);
                break;
        }
    }

    private int Fixed(string element, int length)
    {
        if (value.Length < at + length || value.AsSpan(at, length).IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            throw Error(element, value[at..]);
        }
        var n = int.Parse(value.AsSpan(at, length), NumberStyles.None, CultureInfo.InvariantCulture);
        at += length;
        return n;
    }

    private int Number(string element, bool fixedWidth, int width = 2)
    {
        if (at >= value.Length || !char.IsAsciiDigit(value[at]))
        {
            throw Error(element, value[Math.Min(at, value.Length)..]);
        }
        var length = 1;
        while (length < width && at + length < value.Length && char.IsAsciiDigit(value[at + length]))
        {
            length++;
        }
        if ((fixedWidth || width == 3) && length < width)
        {
            throw Error(element, value[at..]);
        }
        return Fixed(element, length);
    }

    private int Name(string element, string[] names, int length)
    {
        for (var i = 0; i < names.Length; i++)
        {
            var name = length == 0 ? names[i] : names[i][..length];
            if (at + name.Length <= value.Length && value.AsSpan(at, name.Length).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                at += name.Length;
                return i;
            }
        }
        throw Error(element, value[at..]);
    }

    private GoTime Result()
    {
        if (pmSet && hour < 12)
        {
            hour += 12;
        }
        else if (amSet && hour == 12)
        {
            hour = 0;
        }
        var y = year < 0 ? 0 : year;
        if (yearDay >= 0)
        {
            if (yearDay < 1 || yearDay > (GoTime.DaysIn(y, 2) == 29 ? 366 : 365))
            {
                throw OutOfRange("day-of-year");
            }
            month = 1;
            day = yearDay;
        }
        else
        {
            month = month < 0 ? 1 : month;
            day = day < 0 ? 1 : day;
            if (day < 1 || day > GoTime.DaysIn(y, month))
            {
                throw OutOfRange("day");
            }
        }
        var local = GoTime.SecondsOf(y, month, day, hour, minute, second);
        if (isUtc)
        {
            return new GoTime(local, nanosecond, GoZone.Utc);
        }
        if (offset is { } o)
        {
            var utc = local - o;
            var (own, name) = zone.At(utc - GoTime.UnixOffset);
            return own == o && (zoneName is null || name == zoneName)
                ? new GoTime(utc, nanosecond, zone)
                : new GoTime(utc, nanosecond, GoZone.Fixed(zoneName ?? "", o));
        }
        if (zoneName is not null)
        {
            var known = zone.OffsetOf(zoneName);
            if (known is { } k)
            {
                return new GoTime(local - k, nanosecond, zone);
            }
            var assumed = 0;
            if (zoneName.Length > 3 && zoneName.StartsWith("GMT", StringComparison.Ordinal) && int.TryParse(zoneName.AsSpan(3), out var hours))
            {
                assumed = hours * 3600;
            }
            return new GoTime(local - assumed, nanosecond, GoZone.Fixed(zoneName, assumed));
        }
        return new GoTime(zone.ToUtc(local), nanosecond, zone);
    }
}
