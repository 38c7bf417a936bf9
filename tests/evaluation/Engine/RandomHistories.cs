using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Engine;

/// <summary>A person as the fast path takes one, owned: the input type is a ref struct.</summary>
sealed record History(int Birth, int AsOf, Gender Gender, DoseInput[] Doses, ObservationInput[] Observations)
{
    internal void EvaluateWith(Evaluator evaluator, bool explain = false) => evaluator.Evaluate(
        new PersonInput { BirthDay = Birth, AssessmentDay = AsOf, Gender = Gender, Doses = Doses, Observations = Observations }, explain);
}

/// <summary>Histories that wander through the rules: any vaccine, odd intervals, crowded days, observations on one person in three.</summary>
sealed class RandomHistories(int seed)
{
    static readonly ImmunizationSchedule Schedule = ShippedSchedule.Schedule;
    static readonly string[] Vaccines = [.. Schedule.Vaccines.Select(vaccine => vaccine.Cvx)];
    static readonly string[] Common = ["08", "110", "120", "20", "10", "48", "133", "216", "116", "119", "03", "94", "21", "83", "140", "111", "115", "113", "165", "114", "162", "163", "187", "309", "208", "311", "33", "43"];
    static readonly string[] Observations = [.. Schedule.Antigens.SelectMany(antigen => antigen.Series).SelectMany(series => series.Indications)
        .Select(indication => indication.ObservationCode)
        .Concat(Schedule.Antigens.SelectMany(antigen => antigen.Contraindications).Select(row => row.ObservationCode))
        .Concat(["170", "120", "171"]).Distinct().Order(StringComparer.Ordinal)];

    readonly Random random = new(seed);

    internal History Next(CompiledSchedule schedule, DateOnly asOf)
    {
        var age = random.Next(4) switch { 0 => random.Next(0, 730), 1 => random.Next(0, 6570), 2 => random.Next(0, 29_000), _ => random.Next(300, 2500) };
        var birth = asOf.DayNumber - age;
        var doses = new DoseInput[random.Next(0, 26)];
        var day = birth + random.Next(0, 90);
        for (var i = 0; i < doses.Length; i++)
        {
            // Steps around the intervals that the schedule asks for, some none at all.
            day += random.Next(6) switch { 0 or 1 => 0, 2 => random.Next(20, 32), 3 => random.Next(50, 70), 4 => random.Next(100, 220), _ => random.Next(0, Math.Max(1, age / 6)) };
            var cvx = random.Next(3) == 0 ? Vaccines[random.Next(Vaccines.Length)] : Common[random.Next(Common.Length)];
            doses[i] = new(
                Math.Min(day, asOf.DayNumber), schedule.CvxIndex(cvx),
                LotExpiryDay: random.Next(40) == 0 ? day - 5 : int.MaxValue, HasCondition: random.Next(60) == 0);
        }
        var observations = random.Next(3) == 0 ? new ObservationInput[random.Next(1, 4)] : [];
        for (var i = 0; i < observations.Length; i++)
            observations[i] = new(
                schedule.ObservationIndex(Observations[random.Next(Observations.Length)]),
                random.Next(2) == 0 ? ObservationInput.Undated : asOf.DayNumber - random.Next(0, Math.Max(1, Math.Min(age, 400))));
        var gender = random.Next(10) switch { 0 => Gender.Unknown, < 6 => Gender.Female, _ => Gender.Male };
        return new(birth, asOf.DayNumber, gender, doses, observations);
    }
}
