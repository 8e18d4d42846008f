using System.Globalization;
using System.Text;

namespace OptaPS.Engine.State;

/// <summary>Writes a layer's identity as a name that every file system and object store takes and that does not collide where case is ignored.</summary>
public static class LayerName
{
    /// <summary>Small letters, digits, <c>-</c> and <c>_</c> stay, <c>/</c> becomes <c>+</c>, everything else <c>%</c> and its UTF-8 bytes in hexadecimal.</summary>
    public static string Encode(string layer)
    {
        var text = new StringBuilder(layer.Length);
        foreach (var value in Encoding.UTF8.GetBytes(layer))
        {
            var symbol = (char)value;
            if (char.IsAsciiLetterLower(symbol) || char.IsAsciiDigit(symbol) || symbol is '-' or '_')
                text.Append(symbol);
            else if (symbol == '/')
                text.Append('+');
            else
                text.Append('%').Append(value.ToString("x2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote; null when it is something else.</summary>
    public static string? Decode(string name)
    {
        var bytes = new List<byte>(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '%')
            {
                if (i + 2 >= name.Length || !byte.TryParse(name.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value))
                    return null;
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.Add((byte)(name[i] == '+' ? '/' : name[i]));
            }
        }

        var layer = Encoding.UTF8.GetString([.. bytes]);
        return Encode(layer) == name ? layer : null;
    }
}
