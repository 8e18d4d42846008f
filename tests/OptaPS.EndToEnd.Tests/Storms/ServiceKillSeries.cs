using System.Diagnostics;
using OptaPS.EndToEnd.Tests.Engine;

namespace OptaPS.EndToEnd.Tests.Storms;

/// <summary>
/// A world in which commands of every kind are killed, each followed by one plain run of the same command, beside a world in which the same commands
/// run undisturbed: cloud resources, objects, fields, pods, releases and states must then be the same, services answer, and a second plain run
/// changes nothing. Everything is drawn from the seed. In long series the sandbox itself is killed now and then, and commands are given to PowerShell.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="pwsh">PowerShell, or null to leave it out.</param>
/// <param name="report">Told what happens.</param>
internal sealed class ServiceKillSeries(int seed, string? pwsh, Action<string> report)
{
    // As in the series of environments: fast while runs are killed, slower in plain runs of long series, where pods must not time out on a busy machine.
    private const int FastScale = 400;
    private const int PlainScale = 60;
    private const int UsualScale = 200;

    private readonly Random chance = new(seed);
    private readonly Random history = new(~seed);

    public async Task<(int Killed, int Ended)> RunAsync(ProgramWorld program, int kills)
    {
        var isLong = kills > 1;
        var isLocal = !isLong || seed % 4 != 0;
        var place = isLong && !isLocal && seed % 8 == 0 ? "cloud" : null;
        var disturbance = new Disturbance(chance, requests: isLocal ? 110 : 300, changes: isLocal ? 30 : 100, haste: 1.6);
        await using var calmProgram = new ProgramWorld();
        var (world, calm) = (new StormWorld(program, isLocal, place), new StormWorld(calmProgram, isLocal, place));
        await Task.WhenAll(world.StartAsync(FastScale), calm.StartAsync(FastScale));
        var script = new ServiceScript(history, world.Environment, world.File, localState: place is null);
        foreach (var command in isLong ? [] : script.Begin())
            await Task.WhenAll(calm.CalmAsync(command), world.CalmAsync(command));

        while (disturbance.Count.Killed < kills)
        {
            var command = script.Next();
            var shell = isLong && chance.Next(5) == 0 ? pwsh : null;
            var context = $"seed {seed} after {disturbance.Count.Killed} kills, {(isLocal ? "local" : place ?? "aws")}, {command.Kind}{(shell is null ? "" : " in pwsh")}";
            var undisturbed = command.IsQuiet ? Task.CompletedTask : calm.CalmAsync(command);
            await command.BeforeAsync(program);
            var arguments = await command.ArgumentsAsync(program);
            context = $"{context} ({string.Join(' ', arguments)})";
            do
            {
                var how = isLong && chance.Next(6) == 0
                    ? await new SandboxCrash(chance, FastScale, isLocal).RunAsync(program, () => world.Start(arguments, shell), context)
                    : await disturbance.RunAsync(program, () => world.Start(arguments, shell));
                report($"{context}: {how}");
            }
            while (chance.Next(4) == 0);

            var watch = Stopwatch.StartNew();
            await world.ScaleAsync(isLong ? PlainScale : UsualScale);
            await PlainAsync(world, command, arguments, shell, context);
            await undisturbed;
            await world.CompareAsync(calm, context);
            await world.AnswerAsync(script.Answers, context);
            await MoreAsync(world, calm, command, arguments, context);
            await world.ScaleAsync(FastScale);
            report($"{context}: converged, {watch.Elapsed.TotalSeconds:0.0} s");
        }

        return disturbance.Count;
    }

    private static async Task PlainAsync(StormWorld world, ServiceCommand command, string[] arguments, string? shell, string context)
    {
        var result = await world.RunAsync(arguments, shell);
        if (command.Refused is { } refused && result.Error.Contains(refused, StringComparison.Ordinal))
        {
            await command.BeforeAsync(world.Program);
            result = await world.RunAsync(arguments, shell);
        }

        Assert.True(result.Exit == 0 || command.Done.Any(code => result.Error.Contains(code, StringComparison.Ordinal)), $"{context}: {result}");
    }

    /// <summary>Now and then: a second run changes nothing, and both worlds know the same environments and services.</summary>
    private async Task MoreAsync(StormWorld world, StormWorld calm, ServiceCommand command, string[] arguments, string context)
    {
        if (command.Converges && chance.Next(3) == 0)
        {
            var since = await world.Program.PositionAsync();
            var result = await world.RunAsync(arguments, pwsh: null);
            Assert.True(result.Exit == 0, $"{context}, once more: {result}");
            var changes = await world.Program.ChangesAsync(since);
            Assert.True(changes.Count == 0, $"{context}, once more: {string.Join("; ", changes)}");
        }

        if (chance.Next(4) == 0)
            Assert.Equal(await calm.StatesAsync(), await world.StatesAsync());
    }
}
