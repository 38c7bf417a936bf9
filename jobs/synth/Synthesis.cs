using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RegistryAnalytics.Synth;

/// <summary>Makes a state up: persons, what they were given, what was submitted about it, and the truth.</summary>
public static class Synthesis
{
    const int HouseholdsPerBlock = 256;

    /// <summary>Writes a synthetic state. The same options give the same bytes.</summary>
    /// <param name="outFolder">Made if it does not exist; must hold no earlier state. <c>submissions/</c> is what a registry receives, <c>truth/</c> what it never sees.</param>
    /// <param name="progress">Told after every block of households.</param>
    /// <exception cref="ArgumentException">An option is out of its range or the state is unknown.</exception>
    /// <exception cref="IOException">The folder already holds a state, or cannot be written.</exception>
    public static SynthSummary Write(SynthOptions options, string outFolder, IProgress<SynthProgress>? progress = null, CancellationToken cancel = default)
    {
        options.Validated();
        if (File.Exists(Path.Combine(outFolder, "synth.json")) || Directory.Exists(Path.Combine(outFolder, "truth")))
            throw new IOException($"Writing a synthetic state to {outFolder}: there is one already. Name another folder or remove it.");
        var world = new World(options);
        var plan = new Plan(options, world.Ages);
        var sums = new Sums(new(world), new(world), new(world));
        using var output = new Output(world, outFolder);
        var free = new Stack<Maker>();
        var running = new Queue<(Task<Maker> Task, long Upto)>();
        long next = 0;
        var totals = new SynthSummary(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        while (next < plan.Households || running.Count > 0)
        {
            cancel.ThrowIfCancellationRequested();
            while (next < plan.Households && running.Count < options.Workers + 1)
            {
                var maker = free.Count > 0 ? free.Pop() : new Maker(world, plan, sums);
                var (first, last) = (next, Math.Min(next + HouseholdsPerBlock, plan.Households));
                next = last;
                running.Enqueue((Task.Run(() => maker.Make(first, last), cancel), last));
            }
            // Blocks are made on all cores and written in order.
            var (task, upto) = running.Dequeue();
            var done = task.GetAwaiter().GetResult();
            var block = done.Block;
            output.Append(block);
            totals = totals with
            {
                Persons = totals.Persons + block.Persons, Births = totals.Births + block.Births, Records = totals.Records + block.Records, Messages = totals.Messages + block.Messages,
                Malformed = totals.Malformed + block.Malformed, Merges = totals.Merges + block.Merges, Doses = totals.Doses + block.Doses, DoseRecords = totals.DoseRecords + block.DoseRecords,
                PlanMembers = totals.PlanMembers + block.PlanMembers,
            };
            block.Clear();
            free.Push(done);
            progress?.Report(new(upto, plan.Households, totals.Persons, totals.Messages, output.Bytes));
        }
        output.Finish(sums);
        totals = totals with { Bytes = output.Bytes };
        var settings = new { options.BirthsPerYear, options.Seed, options.StateFips, AsOf = options.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), options.Years, options.AdultShare, options.MalformedShare, options.MaxFileBytes };
        File.WriteAllText(Path.Combine(outFolder, "synth.json"), JsonSerializer.Serialize(new { options = settings, made = totals }, new JsonSerializerOptions { WriteIndented = true }) + "\n", new UTF8Encoding(false));
        return totals;
    }
}

/// <summary>What is counted over the whole state.</summary>
sealed record Sums(Census Census, Tally Tally, Stock Stock);

/// <summary>Makes runs of households, one run at a time; everything in it is reused.</summary>
sealed class Maker(World world, Plan plan, Sums sums)
{
    readonly HouseholdMaker households = new(world, plan);
    readonly Life life = new(world);
    readonly Reporting reporting = new(world, new Flat(world), sums.Tally);
    readonly Registers registers = new(world);
    readonly Household home = new();
    readonly Rng rng = new(0, 0);

    internal Block Block { get; } = new(world.Senders.Length);

    internal Maker Make(long first, long last)
    {
        for (var index = first; index < last; index++)
        {
            rng.Restart(world.Options.Seed, index);
            households.Make(home, index, rng);
            life.Live(home, rng);
            foreach (var person in home.Persons)
            {
                reporting.Tell(home, person, Block, rng);
                sums.Stock.Count(home, person);
            }
            registers.Tell(home, Block, rng);
            sums.Census.Count(home);
        }
        return this;
    }
}
