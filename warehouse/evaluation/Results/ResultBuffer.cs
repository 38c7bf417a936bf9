namespace RegistryAnalytics.Evaluation;

/// <summary>Rows of one kind in an array that is kept from person to person.</summary>
sealed class RowBuffer<T>(int capacity)
{
    T[] rows = new T[capacity];

    internal int Count { get; private set; }
    internal ReadOnlySpan<T> Rows => rows.AsSpan(0, Count);

    internal void Add(in T row)
    {
        if (Count == rows.Length)
            Array.Resize(ref rows, Count * 2);
        rows[Count++] = row;
    }

    internal void Clear() => Count = 0;
}

/// <summary>The results of one person.</summary>
sealed class ResultBuffer
{
    internal readonly RowBuffer<DoseEvaluation> Evaluations = new(256);
    internal readonly RowBuffer<GroupForecast> Forecasts = new(64);
    internal readonly RowBuffer<int> Cvx = new(256);

    internal void Clear()
    {
        Evaluations.Clear();
        Forecasts.Clear();
        Cvx.Clear();
    }
}
