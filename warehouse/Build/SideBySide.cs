namespace RegistryAnalytics.Warehouse.Build;

/// <summary>A part of a build that can run as soon as what it reads is made.</summary>
/// <param name="Makes">Names that it makes.</param>
/// <param name="Reads">Names that it mentions; those that no piece makes are there from the start.</param>
/// <param name="Work">Makes it with what its runner has, such as a connection.</param>
public sealed record Piece<T>(string Name, IReadOnlyList<string> Makes, IReadOnlyList<string> Reads, Action<T> Work);

/// <summary>Runs pieces a few at a time, each after all that it reads. See docs/adr/0079-models-side-by-side.md.</summary>
/// <remarks>Tests: tests/warehouse/Build/SideBySideTests.cs.</remarks>
public static class SideBySide
{
    /// <summary>Runs all pieces. Of those that are ready, the one on which the longest line of others waits goes first.</summary>
    /// <param name="runners">How many run at a time.</param>
    /// <param name="open">What one runner has; it is disposed at the end.</param>
    /// <exception cref="InvalidDataException">Pieces read each other in a ring.</exception>
    /// <exception cref="Exception">The first failure of a piece, when those that ran beside it have ended; no further piece is begun.</exception>
    public static void Run<T>(IReadOnlyList<Piece<T>> pieces, int runners, Func<T> open)
        where T : IDisposable
    {
        var makers = pieces.SelectMany(piece => piece.Makes, (piece, made) => (piece, made)).ToDictionary(one => one.made, one => one.piece);
        var needs = pieces.ToDictionary(piece => piece, piece => piece.Reads.Select(makers.GetValueOrDefault).OfType<Piece<T>>().Where(other => other != piece).ToHashSet());
        var line = Lines(pieces, needs);
        var waiting = pieces.OrderByDescending(piece => line[piece]).ToList();
        var done = new HashSet<Piece<T>>();
        var turn = new object();
        Exception? failure = null;

        Piece<T>? Next()
        {
            lock (turn)
            {
                while (waiting.Count > 0 && failure is null)
                {
                    if (waiting.Find(piece => needs[piece].IsSubsetOf(done)) is { } ready)
                    {
                        waiting.Remove(ready);
                        return ready;
                    }
                    Monitor.Wait(turn);
                }
                return null;
            }
        }

        void RunThem()
        {
            try
            {
                using var runner = open();
                while (Next() is { } piece)
                {
                    piece.Work(runner);
                    lock (turn)
                    {
                        done.Add(piece);
                        Monitor.PulseAll(turn);
                    }
                }
            }
            catch (Exception error) // rethrown below, on the caller's thread
            {
                lock (turn)
                {
                    failure ??= error;
                    Monitor.PulseAll(turn);
                }
            }
        }

        var threads = Enumerable.Range(0, runners).Select(number => new Thread(RunThem) { Name = $"build {number}" }).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    // How many pieces stand in the longest line of those that wait for each other behind a piece.
    static Dictionary<Piece<T>, int> Lines<T>(IReadOnlyList<Piece<T>> pieces, Dictionary<Piece<T>, HashSet<Piece<T>>> needs)
    {
        var line = pieces.ToDictionary(piece => piece, _ => 0);
        for (var round = 0; ; round++)
        {
            var changed = false;
            foreach (var (piece, needed) in needs)
                foreach (var other in needed)
                    if (line[other] <= line[piece]) (line[other], changed) = (line[piece] + 1, true);
            if (!changed) return line;
            if (round > pieces.Count) throw new InvalidDataException("Pieces of the build read each other in a ring: " + string.Join(", ", pieces.Select(piece => piece.Name)));
        }
    }
}
