namespace RegistryAnalytics.Evaluation.Explain;

/// <summary>Which of a forecast's dates an explanation is about.</summary>
enum DateKind : byte { Status, Earliest, Recommended, PastDue, Latest }

/// <summary>
/// Collects the operands of decisions. Only best series are explained: each is gone through a second time with a log,
/// so that the first time, for every series of every person, pays nothing.
/// </summary>
sealed class ReasonLog
{
    readonly List<(int Record, Explanation Explanation)> doses = [];
    readonly List<(int Series, DateKind Kind, Explanation Explanation)> dates = [];
    readonly List<Explanation> ofEvaluations = [];
    readonly List<Explanation> ofForecasts = [];
    readonly List<int> evaluationEnds = [];
    readonly List<int> forecastEnds = [];
    int series;
    int record;

    /// <summary>Entries before this one belong to evaluations already closed.</summary>
    int cursor;

    internal void Clear()
    {
        doses.Clear();
        dates.Clear();
        ofEvaluations.Clear();
        ofForecasts.Clear();
        evaluationEnds.Clear();
        forecastEnds.Clear();
    }

    internal void BeginSeries(int number)
    {
        series = number;
        cursor = 0;
        doses.Clear();
    }

    internal void BeginDose(int index) => record = index;

    /// <summary>A rule of chapter 6 spoke about the dose at hand.</summary>
    internal void Add(ReasonCode code, int day, int threshold, int reference) =>
        doses.Add((record, new(code, series, day, threshold, reference)));

    /// <summary>An allowable interval makes good for the preferable ones.</summary>
    internal void DropIntervals()
    {
        for (var i = doses.Count - 1; i >= 0 && doses[i].Record == record; i--)
            if (doses[i].Explanation.Code is ReasonCode.TooSoon or ReasonCode.IntervalGracePeriod)
                doses.RemoveAt(i);
    }

    internal void AddDate(DateKind kind, ReasonCode code, int day, int reference = GroupForecast.NoDay) =>
        dates.Add((series, kind, new(code, series, day, GroupForecast.NoDay, reference)));

    /// <summary>Closes one row of evaluations: each reason with its operands where a rule left some.</summary>
    internal void EndEvaluation(int recordIndex, uint reasons)
    {
        var start = cursor;
        while (cursor < doses.Count && doses[cursor].Record == recordIndex)
            cursor++;
        for (var code = 0; code < 32; code++)
        {
            if ((reasons & 1u << code) == 0)
                continue;
            var before = ofEvaluations.Count;
            for (var i = start; i < cursor; i++)
                if ((int)doses[i].Explanation.Code == code)
                    ofEvaluations.Add(doses[i].Explanation);
            if (ofEvaluations.Count == before)
                ofEvaluations.Add(new((ReasonCode)code, series));
        }
        evaluationEnds.Add(ofEvaluations.Count);
    }

    /// <summary>The explanation of one date of one series, where there is one.</summary>
    internal Explanation? Find(int ofSeries, DateKind kind)
    {
        foreach (var (owner, what, explanation) in dates)
            if (owner == ofSeries && what == kind)
                return explanation;
        return null;
    }

    internal void AddToForecast(Explanation explanation) => ofForecasts.Add(explanation);

    internal void EndForecast() => forecastEnds.Add(ofForecasts.Count);

    internal ReadOnlySpan<Explanation> OfEvaluation(int row) => Run(ofEvaluations, evaluationEnds, row);

    internal ReadOnlySpan<Explanation> OfForecast(int row) => Run(ofForecasts, forecastEnds, row);

    static ReadOnlySpan<Explanation> Run(List<Explanation> all, List<int> ends, int row)
    {
        var start = row == 0 ? 0 : ends[row - 1];
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(all)[start..ends[row]];
    }
}
