using FsCheck;
using FsCheck.Fluent;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Tests.Warehouse.Build;

public class SideBySideTests
{
    sealed class Runner(List<string> log) : IDisposable
    {
        internal readonly List<string> Log = log;

        public void Dispose()
        {
            lock (Log) Log.Add("closed");
        }
    }

    static Piece<Runner> Piece(string name, params string[] reads) => new(name, [name], reads, runner =>
    {
        lock (runner.Log) runner.Log.Add(name);
    });

    static List<string> Order(int runners, params Piece<Runner>[] pieces)
    {
        var log = new List<string>();
        SideBySide.Run(pieces, runners, () => new Runner(log));
        return log;
    }

    /// <summary>Any graph without rings, any number of runners: each piece once, after all that it reads.</summary>
    [Fact]
    public void Each_piece_runs_once_and_after_what_it_reads() =>
        Prop.ForAll(Gen.Zip(Gen.Choose(1, 4), Gen.ListOf(Gen.ListOf(Gen.Choose(0, 30)))).ToArbitrary(), given =>
        {
            var (runners, edges) = given;
            // A piece reads earlier ones only; they stand in the list last first, so that the order is not given away.
            var pieces = edges.Select((reads, at) => Piece($"p{at}", [.. reads.Where(read => read < at).Select(read => $"p{read}"), "from_the_start"])).Reverse().ToArray();
            var order = Order(runners, pieces);
            return order.Count(line => line == "closed") == runners
                && order.Where(line => line != "closed").Order().SequenceEqual(pieces.Select(piece => piece.Name).Order())
                && pieces.All(piece => piece.Reads.Where(read => read != "from_the_start").All(read => order.IndexOf(read) < order.IndexOf(piece.Name)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_pieces_that_do_not_read_each_other_run_at_the_same_time()
    {
        using var both = new Barrier(2);
        Piece<Runner> Meeting(string name) => new(name, [name], [], _ => Assert.True(both.SignalAndWait(TimeSpan.FromMinutes(1)), "the other piece never came"));
        SideBySide.Run([Meeting("a"), Meeting("b")], 2, () => new Runner([]));
    }

    [Fact]
    public void The_longest_line_of_those_who_wait_goes_first() =>
        Assert.Equal(["first", "second", "short", "third", "closed"], Order(1, Piece("short"), Piece("third", "second"), Piece("second", "first"), Piece("first")));

    [Fact]
    public void A_failure_reaches_the_caller_and_nothing_more_is_begun()
    {
        var log = new List<string>();
        var fails = new Piece<Runner>("fails", ["fails"], [], _ => throw new InvalidOperationException("Making fails: no memory"));
        var error = Assert.Throws<InvalidOperationException>(() => SideBySide.Run([fails, Piece("after", "fails"), Piece("later", "after")], 2, () => new Runner(log)));
        Assert.Equal("Making fails: no memory", error.Message);
        Assert.Equal(["closed", "closed"], log);
    }

    [Fact]
    public void A_runner_that_cannot_be_opened_is_a_failure() =>
        Assert.Throws<InvalidOperationException>(() => SideBySide.Run<Runner>([Piece("a")], 2, () => throw new InvalidOperationException("Connecting")));

    [Fact]
    public void A_ring_is_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => Order(2, Piece("a", "b"), Piece("b", "a")));
        Assert.Contains("ring", error.Message);
    }
}
