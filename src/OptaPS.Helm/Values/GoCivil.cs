namespace OptaPS.Helm.Values;

/// <summary>A time taken apart in its zone.</summary>
internal readonly record struct GoCivil(int Year, int Month, int Day, int Hour, int Minute, int Second, int Weekday, int YearDay, int Offset, string Abbreviation);
