using System.Text;
using RegistryAnalytics.Evaluation;

namespace RegistryAnalytics.Tests.Evaluation.Engine;

/// <summary>Everything an evaluator found, as text to compare.</summary>
static class ResultText
{
    /// <param name="nameOfDose">What to call a dose by its position.</param>
    /// <param name="shift">Days taken off every date.</param>
    internal static string Of(Evaluator evaluator, Func<int, int>? nameOfDose = null, int shift = 0)
    {
        var text = new StringBuilder();
        var evaluations = new List<string>();
        foreach (var row in evaluator.Evaluations)
            evaluations.Add($"{row.Antigen}/{row.Series} dose {nameOfDose?.Invoke(row.Dose) ?? row.Dose} target {row.TargetDose} {row.Status} {row.Reasons:x}");
        evaluations.Sort(StringComparer.Ordinal);
        foreach (var row in evaluations)
            text.AppendLine(row);
        foreach (var row in evaluator.Forecasts)
            text.AppendLine($"{row.VaccineGroup} {row.Type} {row.Status} #{row.DoseNumber} {Day(row.Earliest)} {Day(row.Recommended)} {Day(row.PastDue)} {Day(row.Latest)} "
                + $"{Day(row.UnadjustedRecommended)} {Day(row.UnadjustedPastDue)} {row.Reasons:x} {row.SharedDecision} [{string.Join(',', evaluator.RecommendedCvx(row).ToArray())}]");
        return text.ToString();

        string Day(int day) => day == GroupForecast.NoDay ? "-" : $"{day - shift}";
    }
}
