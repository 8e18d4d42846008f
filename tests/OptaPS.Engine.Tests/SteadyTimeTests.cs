using OptaPS.Engine.Tests.Doubles;
using OptaPS.Engine.Timing;

namespace OptaPS.Engine.Tests;

public sealed class SteadyTimeTests
{
    [Fact]
    public void MomentsAreAsFarApartAsTheyWere_WhenTheClockIsSet()
    {
        var real = new VirtualTime { AutoAdvance = false };
        var clock = new ShiftedTime(real) { Ahead = TimeSpan.FromMinutes(3) };
        var steady = new SteadyTime(clock);
        var began = steady.GetUtcNow();
        Assert.Equal(clock.GetUtcNow(), began);
        foreach (var hours in new[] { 5, -5, 0 })
        {
            clock.Ahead = TimeSpan.FromHours(hours);
            real.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(TimeSpan.FromSeconds(30), steady.GetUtcNow() - began);
        Assert.Equal(real.GetTimestamp(), steady.GetTimestamp());
    }
}
