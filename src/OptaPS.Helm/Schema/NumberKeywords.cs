using System.Globalization;
using System.Numerics;

namespace OptaPS.Helm.Schema;

/// <summary>Keywords for numbers.</summary>
internal static class NumberKeywords
{
    public static void Check(SchemaEvaluator evaluator, GoMap schema, double value, string location, List<SchemaError> errors)
    {
        var minimum = schema["minimum"] as double?;
        var maximum = schema["maximum"] as double?;
        var above = schema["exclusiveMinimum"] as double?;
        var below = schema["exclusiveMaximum"] as double?;
        if (evaluator.Draft == SchemaDraft.Draft4)
        {
            bool strictLow = schema["exclusiveMinimum"] is true, strictHigh = schema["exclusiveMaximum"] is true;
            (above, minimum) = (strictLow ? minimum : null, strictLow ? null : minimum);
            (below, maximum) = (strictHigh ? maximum : null, strictHigh ? null : maximum);
        }
        Fail(value < minimum, "minimum", value, minimum, location, errors);
        Fail(value > maximum, "maximum", value, maximum, location, errors);
        Fail(value <= above, "exclusiveMinimum", value, above, location, errors);
        Fail(value >= below, "exclusiveMaximum", value, below, location, errors);
        if (schema["multipleOf"] is double multiple && multiple > 0)
        {
            var (part, whole) = (Exact(multiple), Exact(value));
            Fail(whole.Numerator * part.Denominator % (whole.Denominator * part.Numerator) != 0, "multipleOf", value, multiple, location, errors);
        }
    }

    /// <summary>The fraction that the number's shortest decimal text stands for.</summary>
    private static (BigInteger Numerator, BigInteger Denominator) Exact(double value)
    {
        var parts = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        var power = (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0) - decimals;
        var digits = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return power >= 0 ? (digits * BigInteger.Pow(10, power), BigInteger.One) : (digits, BigInteger.Pow(10, -power));
    }

    private static void Fail(bool failed, string keyword, double got, double? want, string location, List<SchemaError> errors)
    {
        if (failed)
        {
            errors.Add(new SchemaError(location, $"{keyword}: got {SchemaText.Number(got)}, want {SchemaText.Number(want!.Value)}", []));
        }
    }
}
