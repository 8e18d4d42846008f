using System.Numerics;
using System.Security.Cryptography;

namespace OptaPS.Helm.Functions;

/// <summary>sprig's functions on numbers.</summary>
internal static class MathFunctions
{
    private const long MaximumItems = 10_000_000;

    public static void AddTo(FunctionTable t)
    {
        t.Add("atoi", "string", a => GoInt.Box(GoNumber.ParseIntSaturated((string)a[0]!, 10)));
        t.Add("int", "any", a => GoInt.Box(GoCast.ToInt64(a[0])));
        t.Add("int64", "any", a => GoCast.ToInt64(a[0]));
        t.Add("float64", "any", a => GoCast.ToFloat64(a[0]));
        t.Add("toDecimal", "any", a => GoNumber.ParseInt(GoPrinter.ToText(a[0]), 8, out _) ?? 0L);
        t.Add("add1", "any", a => unchecked(L(a[0]) + 1));
        t.Add("add", "...any", a => a.Aggregate(0L, (s, v) => unchecked(s + L(v))));
        t.Add("sub", "any any", a => unchecked(L(a[0]) - L(a[1])));
        t.Add("mul", "any ...any", a => a.Skip(1).Aggregate(L(a[0]), (p, v) => unchecked(p * L(v))));
        t.Add("div", "any any", a => Divide(L(a[0]), L(a[1])));
        t.Add("mod", "any any", a => L(a[1]) == 0 ? throw FunctionException.Panic("integer divide by zero") : L(a[1]) == -1 ? 0L : L(a[0]) % L(a[1]));
        t.Add("add1f", "any", a => Decimals([a[0], 1.0], (x, y) => x.Add(y)));
        t.Add("addf", "...any", a => Decimals([0.0, .. a], (x, y) => x.Add(y)));
        t.Add("subf", "any ...any", a => Decimals(a, (x, y) => x.Subtract(y)));
        t.Add("mulf", "any ...any", a => Decimals(a, (x, y) => x.Multiply(y)));
        t.Add("divf", "any ...any", a => Decimals(a, (x, y) => x.Divide(y)));
        t.Add("max", "any ...any", a => a.Max(L));
        t.Alias("biggest", "max");
        t.Add("min", "any ...any", a => a.Min(L));
        t.Add("maxf", "any ...any", a => a.Skip(1).Aggregate(GoCast.ToFloat64(a[0]), (m, v) => Math.Max(m, GoCast.ToFloat64(v))));
        t.Add("minf", "any ...any", a => a.Skip(1).Aggregate(GoCast.ToFloat64(a[0]), (m, v) => Math.Min(m, GoCast.ToFloat64(v))));
        t.Add("ceil", "any", a => Math.Ceiling(GoCast.ToFloat64(a[0])));
        t.Add("floor", "any", a => Math.Floor(GoCast.ToFloat64(a[0])));
        t.Add("round", "any int ...float", Round);
        t.AddList("until", "int", a => Steps(0, I(a[0]), I(a[0]) < 0 ? -1 : 1));
        t.AddList("untilStep", "int int int", a => Steps(I(a[0]), I(a[1]), I(a[2])));
        t.Add("seq", "...int", Sequence);
        t.Add("randInt", "int int", a =>
        {
            var span = I(a[1]) - I(a[0]);
            return span <= 0 ? throw new FunctionException("invalid argument to Intn") : GoInt.Box(I(a[0]) + Draw(span));
        });
    }

    private static long L(object? value) => GoCast.ToInt64(value);

    private static long I(object? value) => ((GoInt)value!).Value;

    private static long Draw(long span) => (long)(new BigInteger(RandomNumberGenerator.GetBytes(16), isUnsigned: true) % span);

    private static long Divide(long a, long b) => b switch
    {
        0 => throw FunctionException.Panic("integer divide by zero"),
        -1 => unchecked(-a),
        _ => a / b,
    };

    private static double Decimals(object?[] values, Func<GoDecimal, GoDecimal, GoDecimal> operation)
    {
        var result = GoDecimal.FromDouble(GoCast.ToFloat64(values[0]));
        for (var i = 1; i < values.Length; i++)
        {
            result = operation(result, GoDecimal.FromDouble(GoCast.ToFloat64(values[i])));
        }
        return result.ToDouble();
    }

    private static object? Round(object?[] a)
    {
        var roundOn = a.Length > 2 ? (double)a[2]! : 0.5;
        var power = Math.Pow(10, I(a[1]));
        var digit = power * GoCast.ToFloat64(a[0]);
        var fraction = digit - Math.Truncate(digit);
        return (fraction >= roundOn ? Math.Ceiling(digit) : Math.Floor(digit)) / power;
    }

    private static GoList Steps(long start, long stop, long step)
    {
        var items = new List<object?>();
        if (stop < start ? step < 0 : step > 0)
        {
            if (Math.Abs((double)stop - start) / Math.Abs((double)step) > MaximumItems)
            {
                throw new FunctionException($"more than {MaximumItems} numbers");
            }
            for (var i = start; stop < start ? i > stop : i < stop; i += step)
            {
                items.Add(GoInt.Box(i));
            }
        }
        return new GoList(GoTypes.SliceInt, items);
    }

    private static string Sequence(object?[] a)
    {
        long start = 1, end, step = 1;
        switch (a.Length)
        {
            case 1:
                end = I(a[0]);
                step = end < start ? -1 : 1;
                break;
            case 2:
                (start, end) = (I(a[0]), I(a[1]));
                step = end < start ? -1 : 1;
                break;
            case 3:
                (start, step, end) = (I(a[0]), I(a[1]), I(a[2]));
                if (end < start && step > 0)
                {
                    return "";
                }
                return string.Join(' ', Steps(start, end + (end < start ? -1 : 1), step).Items);
            default:
                return "";
        }
        return string.Join(' ', Steps(start, end + step, step).Items);
    }
}
