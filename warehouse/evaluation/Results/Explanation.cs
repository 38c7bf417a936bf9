namespace RegistryAnalytics.Evaluation;

/// <summary>One reason with the dates that decided. Days are day numbers, <see cref="GroupForecast.NoDay"/> where none applies.</summary>
/// <param name="Series">The series whose rule spoke.</param>
/// <param name="Day">Of an evaluation the day of the dose; of a forecast the date that was set.</param>
/// <param name="Threshold">The first day on which the rule would have answered otherwise.</param>
/// <param name="Reference">The day that the rule counts from: birth, an earlier dose, an observation.</param>
/// <remarks>Put into words by <see cref="ReasonText"/>.</remarks>
public readonly record struct Explanation(
    ReasonCode Code, int Series, int Day = GroupForecast.NoDay, int Threshold = GroupForecast.NoDay, int Reference = GroupForecast.NoDay);
