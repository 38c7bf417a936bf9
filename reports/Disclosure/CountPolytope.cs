namespace RegistryAnalytics.Reports.Disclosure;

/// <summary>All solutions that printed figures leave open: unknown counts, none below zero, that satisfy every printed sum.</summary>
/// <remarks>
/// A dense simplex tableau without an objective row: the count that is pushed up or down is itself a row. Every vertex that
/// is passed widens the seen range of every count, so that most counts are known to be wide enough without a search of their own.
/// </remarks>
sealed class CountPolytope
{
    const double Zero = 1e-9;

    /// <summary>Degenerate steps in a row after which the lowest index is taken, which cannot cycle.</summary>
    const int Patience = 40;

    readonly double[][] rows;
    readonly double[] right;
    readonly int[] basic;
    readonly int[] rowOf;
    readonly int[] nonzero;
    readonly int columns;
    int height;

    /// <summary>Smallest value seen so far of each count, from below never less than 0.</summary>
    public double[] Low { get; }
    public double[] High { get; }

    /// <param name="count">Number of unknown counts.</param>
    /// <param name="sums">Each: coefficients by unknown, and the printed rest they add up to. There is a solution: the truth.</param>
    public CountPolytope(int count, IReadOnlyList<(IReadOnlyList<(int Unknown, int Sign)> Terms, long Value)> sums)
    {
        columns = count;
        height = sums.Count;
        rows = new double[height][];
        right = new double[height];
        basic = new int[height];
        rowOf = new int[count];
        nonzero = new int[count];
        Array.Fill(rowOf, -1);
        Low = new double[count];
        High = new double[count];
        Array.Fill(Low, double.PositiveInfinity);
        Array.Fill(High, double.NegativeInfinity);
        for (var r = 0; r < height; r++)
        {
            rows[r] = new double[count];
            var sign = sums[r].Value < 0 ? -1 : 1;
            foreach (var (unknown, s) in sums[r].Terms) rows[r][unknown] += sign * s;
            right[r] = sign * sums[r].Value;
            basic[r] = -1;
        }
        FindFirst();
        Look();
    }

    /// <summary>Reaches a first vertex: rows without a count of their own (basic = -1) are driven to zero together.</summary>
    void FindFirst()
    {
        var slow = 0;
        while (true)
        {
            var (enter, gain) = (-1, Zero);
            for (var c = 0; c < columns; c++)
            {
                if (rowOf[c] >= 0) continue;
                var sum = 0.0;
                for (var r = 0; r < height; r++)
                    if (basic[r] < 0) sum += rows[r][c];
                if (sum <= gain) continue;
                (enter, gain) = (c, slow > Patience ? double.MaxValue : sum);
            }
            if (enter < 0) break;
            var leave = Leaving(enter);
            if (leave < 0) break;
            slow = right[leave] < Zero ? slow + 1 : 0;
            Pivot(leave, enter);
        }
        // What is still without a count stands at zero: either some count can take its place, or it repeats other sums.
        for (var r = height - 1; r >= 0; r--)
        {
            if (basic[r] >= 0) continue;
            var enter = Array.FindIndex(rows[r], value => Math.Abs(value) > 1e-7);
            if (enter >= 0) Pivot(r, enter);
            else Drop(r);
        }
    }

    void Drop(int row)
    {
        height--;
        (rows[row], right[row], basic[row]) = (rows[height], right[height], basic[height]);
        if (row < height && basic[row] >= 0) rowOf[basic[row]] = row;
    }

    /// <summary>Pushes a count up until it stands still or its seen range is at least <paramref name="enough"/> wide; not-a-number is never enough.</summary>
    public void Raise(int count, double enough)
    {
        for (var slow = 0; !(High[count] - Low[count] >= enough);)
        {
            var enter = rowOf[count] < 0 ? count : Entering(rowOf[count], slow > Patience, up: true);
            if (enter < 0) return;
            var leave = Leaving(enter);
            if (leave < 0)
            {
                // Nothing stops it: it and all that grow with it have no upper bound.
                High[enter] = double.PositiveInfinity;
                for (var r = 0; r < height; r++)
                    if (rows[r][enter] < -Zero) High[basic[r]] = double.PositiveInfinity;
                return;
            }
            slow = right[leave] < Zero ? slow + 1 : 0;
            Pivot(leave, enter);
            Look();
        }
    }

    /// <summary>Pushes a count down until it stands still or its seen range is wide enough.</summary>
    public void Lower(int count, double enough)
    {
        for (var slow = 0; !(High[count] - Low[count] >= enough) && rowOf[count] >= 0;)
        {
            var enter = Entering(rowOf[count], slow > Patience, up: false);
            if (enter < 0) return;
            var leave = Leaving(enter);
            slow = right[leave] < Zero ? slow + 1 : 0;
            Pivot(leave, enter);
            Look();
        }
    }

    int Entering(int row, bool lowestIndex, bool up)
    {
        var (best, gain) = (-1, Zero);
        for (var c = 0; c < columns; c++)
        {
            if (rowOf[c] >= 0) continue;
            var rate = up ? -rows[row][c] : rows[row][c];
            if (rate <= gain) continue;
            best = c;
            if (lowestIndex) return best;
            gain = rate;
        }
        return best;
    }

    int Leaving(int enter)
    {
        var (best, ratio) = (-1, double.PositiveInfinity);
        for (var r = 0; r < height; r++)
        {
            if (rows[r][enter] <= Zero) continue;
            var limit = right[r] / rows[r][enter];
            if (limit < ratio - Zero || (limit < ratio + Zero && best >= 0 && basic[r] < basic[best])) (best, ratio) = (r, limit);
        }
        return best;
    }

    void Pivot(int row, int column)
    {
        if (basic[row] >= 0) rowOf[basic[row]] = -1;
        var pivotRow = rows[row];
        var scale = 1 / pivotRow[column];
        var used = 0;
        for (var c = 0; c < columns; c++)
        {
            if (pivotRow[c] == 0) continue;
            pivotRow[c] = Clean(pivotRow[c] * scale);
            nonzero[used++] = c;
        }
        pivotRow[column] = 1;
        right[row] = Clean(right[row] * scale);
        for (var r = 0; r < height; r++)
        {
            if (r == row) continue;
            var other = rows[r];
            var factor = other[column];
            if (factor == 0) continue;
            for (var i = 0; i < used; i++) other[nonzero[i]] = Clean(other[nonzero[i]] - factor * pivotRow[nonzero[i]]);
            other[column] = 0;
            right[r] = Math.Max(0, Clean(right[r] - factor * right[row]));
        }
        basic[row] = column;
        rowOf[column] = row;
    }

    /// <summary>Sums of counts are made of whole coefficients, so nearly whole is whole: rounding does not pile up over thousands of steps.</summary>
    static double Clean(double value)
    {
        var whole = Math.Round(value);
        return Math.Abs(value - whole) < Zero ? whole : value;
    }

    /// <summary>Notes where every count stands at this vertex.</summary>
    void Look()
    {
        for (var c = 0; c < columns; c++)
        {
            var value = rowOf[c] < 0 ? 0 : right[rowOf[c]];
            if (value < Low[c]) Low[c] = value;
            if (value > High[c]) High[c] = value;
        }
    }
}
