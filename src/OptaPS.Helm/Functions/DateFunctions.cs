namespace OptaPS.Helm.Functions;

/// <summary>sprig's functions on dates.</summary>
internal static class DateFunctions
{
    private const long Second = 1_000_000_000;

    public static void AddTo(FunctionTable t)
    {
        t.Add("now", "", (c, _) => Now(c));
        t.Add("date", "string any", (c, a) => InZone(c, (string)a[0]!, a[1], "Local"));
        t.Add("dateInZone", "string any string", (c, a) => InZone(c, (string)a[0]!, a[1], (string)a[2]!));
        t.Alias("date_in_zone", "dateInZone");
        t.Add("htmlDate", "any", (c, a) => InZone(c, "2006-01-02", a[0], "Local"));
        t.Add("htmlDateInZone", "any string", (c, a) => InZone(c, "2006-01-02", a[0], (string)a[1]!));
        t.Add("dateModify", "string time", a => GoDuration.Parse((string)a[0]!) is { } d ? ((GoTime)a[1]!).Add(d) : a[1]);
        t.Alias("date_modify", "dateModify");
        t.Add("mustDateModify", "string time", a => ((GoTime)a[1]!).Add(GoDuration.Parse((string)a[0]!) ?? throw new FunctionException("time: invalid duration " + GoQuote.Quote((string)a[0]!))));
        t.Alias("must_date_modify", "mustDateModify");
        t.Add("ago", "any", (c, a) => GoDuration.Text(RoundToSecond(Now(c).Since(Moment(c, a[0])))));
        t.Add("duration", "any", a => GoDuration.Text(unchecked(Seconds(a[0]) * Second)));
        t.Add("durationRound", "any", (c, a) => Rounded(c, a[0]));
        t.Add("toDate", "string string", a =>
        {
            try
            {
                return GoTimeParser.Parse((string)a[0]!, (string)a[1]!, GoZone.Local);
            }
            catch (FunctionException)
            {
                return GoTime.Zero;
            }
        });
        t.Add("mustToDate", "string string", a => GoTimeParser.Parse((string)a[0]!, (string)a[1]!, GoZone.Local));
        t.Add("unixEpoch", "time", a => GoPrinter.ToText(((GoTime)a[0]!).Unix));
    }

    private static GoTime Now(FunctionContext context) => GoTime.From(context.Clock.GetUtcNow(), GoZone.Local);

    private static GoTime Moment(FunctionContext context, object? value) => value switch
    {
        GoTime t => t,
        long l => GoTime.FromUnix(l, GoZone.Local),
        GoInt i => GoTime.FromUnix(i.Value, GoZone.Local),
        int i => GoTime.FromUnix(i, GoZone.Local),
        _ => Now(context),
    };

    private static string InZone(FunctionContext context, string layout, object? value, string zone) =>
        GoTimeFormat.Format(Moment(context, value).In(GoZone.Find(zone) ?? GoZone.Utc), layout);

    private static long Seconds(object? value) => value switch
    {
        string s => GoNumber.ParseIntSaturated(s, 10),
        long l => l,
        _ => 0,
    };

    private static long RoundToSecond(long d)
    {
        var rest = d % Second;
        var down = d - rest;
        return Math.Abs(rest) * 2 < Second ? down : down + (Math.Sign(rest) * Second);
    }

    private static string Rounded(FunctionContext context, object? value)
    {
        var d = value switch
        {
            string s => GoDuration.Parse(s) ?? 0,
            long l => l,
            GoTime t => Now(context).Since(t),
            _ => 0,
        };
        var u = d < 0 ? unchecked((ulong)-d) : (ulong)d;
        const ulong Hour = 3600UL * Second;
        return u switch
        {
            > Hour * 24 * 365 => u / (Hour * 24 * 365) + "y",
            > Hour * 24 * 30 => u / (Hour * 24 * 30) + "mo",
            > Hour * 24 => u / (Hour * 24) + "d",
            > Hour => u / Hour + "h",
            > 60UL * Second => u / (60UL * Second) + "m",
            > Second => u / Second + "s",
            _ => "0s",
        };
    }
}
