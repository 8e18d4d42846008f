using System.Globalization;
using System.Text;

namespace OptaPS.Helm.Values;

/// <summary>Formats times by Go's reference layout.</summary>
internal static class GoTimeFormat
{
    public static readonly string[] Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    public static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    private static readonly string[] Elements =
    [
        "January", "Jan", "Monday", "Mon", "MST", "2006", "-07:00:00", "-070000", "-07:00", "-0700", "-07", "Z07:00:00", "Z070000", "Z07:00", "Z0700", "Z07",
        "002", "01", "02", "03", "04", "05", "06", "__2", "_2", "15", "PM", "pm", "1", "2", "3", "4", "5",
    ];

    public static string Format(GoTime time, string layout)
    {
        var c = time.Civil();
        var sb = new StringBuilder(layout.Length + 10);
        for (var i = 0; i < layout.Length;)
        {
            var element = Next(layout, i, out var fraction);
            if (element is null)
            {
                sb.Append(layout[i++]);
                continue;
            }
            if (fraction)
            {
                AppendFraction(sb, element, time.Nanoseconds);
            }
            else
            {
                Append(sb, element, c);
            }
            i += element.Length;
        }
        return sb.ToString();
    }

    /// <summary>The layout element at a place, or null for literal text.</summary>
    public static string? Next(string layout, int at, out bool fraction)
    {
        fraction = false;
        var c = layout[at];
        if (c is '.' or ',' && at + 1 < layout.Length && layout[at + 1] is '0' or '9')
        {
            var end = at + 1;
            while (end < layout.Length && layout[end] == layout[at + 1])
            {
                end++;
            }
            if (end >= layout.Length || !char.IsAsciiDigit(layout[end]))
            {
                fraction = true;
                return layout[at..end];
            }
            return null;
        }
        if (c is not ('J' or 'M' or '0' or '1' or '2' or '_' or '3' or '4' or '5' or 'P' or 'p' or '-' or 'Z'))
        {
            return null;
        }
        foreach (var element in Elements)
        {
            if (string.CompareOrdinal(layout, at, element, 0, element.Length) != 0)
            {
                continue;
            }
            var after = at + element.Length;
            if (element is "Jan" or "Mon" && after < layout.Length && char.IsAsciiLetterLower(layout[after]))
            {
                return null;
            }
            if (element == "_2" && string.CompareOrdinal(layout, at, "_2006", 0, 5) == 0)
            {
                return null;
            }
            return element;
        }
        return null;
    }

    public static string Offset(int seconds, bool colon, bool withSeconds, bool hoursOnly = false)
    {
        var sign = seconds < 0 ? "-" : "+";
        seconds = Math.Abs(seconds);
        var text = sign + Two(seconds / 3600);
        if (hoursOnly)
        {
            return text;
        }
        text += (colon ? ":" : "") + Two(seconds / 60 % 60);
        return withSeconds ? text + (colon ? ":" : "") + Two(seconds % 60) : text;
    }

    private static string Two(int n) => n.ToString("00", CultureInfo.InvariantCulture);

    private static void AppendFraction(StringBuilder sb, string element, int nanoseconds)
    {
        var digits = nanoseconds.ToString("000000000", CultureInfo.InvariantCulture)[..Math.Min(element.Length - 1, 9)];
        if (element[1] == '9')
        {
            digits = digits.TrimEnd('0');
            if (digits.Length == 0)
            {
                return;
            }
        }
        sb.Append(element[0]).Append(digits);
    }

    private static void Append(StringBuilder sb, string element, GoCivil c)
    {
        var hour12 = c.Hour % 12 == 0 ? 12 : c.Hour % 12;
        sb.Append(element switch
        {
            "January" => Months[c.Month - 1],
            "Jan" => Months[c.Month - 1][..3],
            "Monday" => Days[c.Weekday],
            "Mon" => Days[c.Weekday][..3],
            "MST" => c.Abbreviation.Length > 0 ? c.Abbreviation : Offset(c.Offset, colon: false, withSeconds: false),
            "2006" => c.Year < 0 ? "-" + (-c.Year).ToString("0000", CultureInfo.InvariantCulture) : c.Year.ToString("0000", CultureInfo.InvariantCulture),
            "06" => Two(((c.Year % 100) + 100) % 100),
            "01" => Two(c.Month),
            "1" => c.Month.ToString(CultureInfo.InvariantCulture),
            "02" => Two(c.Day),
            "_2" => c.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
            "2" => c.Day.ToString(CultureInfo.InvariantCulture),
            "002" => c.YearDay.ToString("000", CultureInfo.InvariantCulture),
            "__2" => c.YearDay.ToString(CultureInfo.InvariantCulture).PadLeft(3),
            "15" => Two(c.Hour),
            "03" => Two(hour12),
            "3" => hour12.ToString(CultureInfo.InvariantCulture),
            "04" => Two(c.Minute),
            "4" => c.Minute.ToString(CultureInfo.InvariantCulture),
            "05" => Two(c.Second),
            "5" => c.Second.ToString(CultureInfo.InvariantCulture),
            "PM" => c.Hour >= 12 ? "PM" : "AM",
            "pm" => c.Hour >= 12 ? "pm" : "am",
            _ when element[0] == 'Z' && c.Offset == 0 => "Z",
            _ => Offset(c.Offset, element.Contains(':'), element.Length > 6, element.Length == 3),
        });
    }
}
