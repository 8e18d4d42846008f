using System.Globalization;

namespace OptaPS.Helm.Values;

internal sealed partial class GoTimeParser
{
    private void Seconds(string element, int next)
    {
        second = Number(element, element == "05");
        if (second >= 60)
        {
            throw OutOfRange("second");
        }
        // A fraction may follow even when the layout does not ask for one.
        if (at + 1 < value.Length && value[at] is '.' or ',' && char.IsAsciiDigit(value[at + 1]))
        {
            if (next < layout.Length)
            {
                GoTimeFormat.Next(layout, next, out var fraction);
                if (fraction)
                {
                    return;
                }
            }
            var end = at + 1;
            while (end < value.Length && char.IsAsciiDigit(value[end]))
            {
                end++;
            }
            SetNanoseconds(value[(at + 1)..end]);
            at = end;
        }
    }

    private void HalfDay(string element, string rest)
    {
        if (rest.Length < 2)
        {
            throw Error(element, rest);
        }
        var word = rest[..2];
        pmSet |= word == element;
        amSet |= word == (element == "PM" ? "AM" : "am");
        if (word != element && word != (element == "PM" ? "AM" : "am"))
        {
            throw Error(element, rest);
        }
        at += 2;
    }

    private void ZoneName(string rest)
    {
        if (rest.StartsWith("UTC", StringComparison.Ordinal))
        {
            isUtc = true;
            at += 3;
            return;
        }
        var length = 0;
        while (length < rest.Length && length < 5 && char.IsAsciiLetterUpper(rest[length]))
        {
            length++;
        }
        if (length < 3)
        {
            throw Error("MST", rest);
        }
        zoneName = rest[..length];
        at += length;
    }

    private void ZoneOffset(string element, string rest)
    {
        if (element[0] == 'Z' && rest.StartsWith('Z'))
        {
            isUtc = true;
            at++;
            return;
        }
        var shape = element[1..];
        var length = 1 + shape.Length;
        if (rest.Length < length || rest[0] is not ('+' or '-'))
        {
            throw Error(element, rest);
        }
        var digits = "";
        for (var i = 1; i < length; i++)
        {
            if ((shape[i - 1] == ':') != (rest[i] == ':') || (rest[i] != ':' && !char.IsAsciiDigit(rest[i])))
            {
                throw Error(element, rest);
            }
            digits += rest[i] == ':' ? "" : rest[i];
        }
        digits = digits.PadRight(6, '0');
        int h = int.Parse(digits.AsSpan(0, 2), CultureInfo.InvariantCulture), m = int.Parse(digits.AsSpan(2, 2), CultureInfo.InvariantCulture), s = int.Parse(digits.AsSpan(4, 2), CultureInfo.InvariantCulture);
        if (h > 24)
        {
            throw OutOfRange("time zone offset hour");
        }
        if (m > 60)
        {
            throw OutOfRange("time zone offset minute");
        }
        offset = ((h * 3600) + (m * 60) + s) * (rest[0] == '-' ? -1 : 1);
        at += length;
    }

    private void Fraction(string element, bool more)
    {
        var digits = element.Length - 1;
        if (element[1] == '9')
        {
            if (at + 1 >= value.Length || value[at] is not ('.' or ',') || !char.IsAsciiDigit(value[at + 1]))
            {
                return;
            }
            digits = 0;
            while (at + 1 + digits < value.Length && char.IsAsciiDigit(value[at + 1 + digits]))
            {
                digits++;
            }
        }
        if (value.Length < at + 1 + digits || value[at] is not ('.' or ',') || !value.AsSpan(at + 1, digits).ContainsAnyInRange('0', '9') || value.AsSpan(at + 1, digits).IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            throw Error(element, value[Math.Min(at, value.Length)..]);
        }
        SetNanoseconds(value.Substring(at + 1, digits));
        at += digits + 1;
        _ = more;
    }

    private void SetNanoseconds(string digits) =>
        nanosecond = int.Parse(digits.PadRight(9, '0').AsSpan(0, 9), NumberStyles.None, CultureInfo.InvariantCulture);
}
