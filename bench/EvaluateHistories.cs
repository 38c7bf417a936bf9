using System.Globalization;
using System.Text;
using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Bench;

/// <summary>Made-up immunization histories as a registry holds them: routine visits with delays, gaps and combination vaccines.</summary>
/// <remarks>Ages run from birth to 80; seven in ten persons are children. The same seed gives the same persons.</remarks>
public sealed class EvaluateHistories
{
    const int MonthDays = 30;

    /// <summary>Due age in months and the CVX codes of the visit, for those who follow the childhood schedule.</summary>
    static readonly (int Month, string[] Cvx)[] Childhood =
    [
        (0, ["08"]), (2, ["110", "48", "133", "116"]), (4, ["110", "48", "133", "116"]), (6, ["110", "48", "133", "116"]),
        (12, ["03", "21", "83"]), (15, ["20", "48", "133"]), (18, ["83"]), (50, ["130", "94"]), (134, ["115", "165", "114"]),
        (140, ["165"]), (194, ["203", "162"]), (200, ["162"]),
    ];

    static readonly (int Month, string[] Cvx)[] Adulthood =
    [
        (230, ["113"]), (350, ["115"]), (470, ["113"]), (602, ["187"]), (606, ["187"]), (780, ["216"]), (905, ["305"]),
    ];

    readonly List<DoseInput> doses = [];
    readonly List<(int Start, int Count, int Birth, Gender Gender)> persons = [];
    readonly DoseInput[] flat;

    public EvaluateHistories(CompiledSchedule schedule, int count, DateOnly asOf, int seed)
    {
        AssessmentDay = asOf.DayNumber;
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var isChild = random.NextDouble() < 0.7;
            var age = isChild ? random.Next(0, 18 * 365) : random.Next(18 * 365, 80 * 365);
            Add(schedule, random, AssessmentDay - age, isChild);
        }
        flat = [.. doses];
    }

    public int Count => persons.Count;
    public int AssessmentDay { get; }
    public int Children { get; private set; }
    public int ChildDoses { get; private set; }

    public double MeanDoses => (double)flat.Length / persons.Count;

    public PersonInput this[int index]
    {
        get
        {
            var (start, count, birth, gender) = persons[index];
            return new PersonInput
            {
                BirthDay = birth,
                AssessmentDay = AssessmentDay,
                Gender = gender,
                Doses = flat.AsSpan(start, count),
            };
        }
    }

    /// <summary>The first persons as lines that <c>evaluate</c> reads.</summary>
    public byte[] JsonLines(Evaluator names, int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            var person = this[i];
            text.Append(CultureInfo.InvariantCulture, $$"""{"id":"{{i}}","birthDate":"{{Iso(person.BirthDay)}}","sex":"{{(person.Gender == Gender.Female ? 'F' : 'M')}}","asOf":"{{Iso(AssessmentDay)}}","doses":[""");
            for (var k = 0; k < person.Doses.Length; k++)
                text.Append(CultureInfo.InvariantCulture, $$"""{{(k == 0 ? "" : ",")}}{"id":"{{k}}","date":"{{Iso(person.Doses[k].Day)}}","cvx":"{{names.CvxCode(person.Doses[k].Cvx)}}"}""");
            text.Append("]}\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());

        static string Iso(int day) => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    void Add(CompiledSchedule schedule, Random random, int birth, bool isChild)
    {
        var start = doses.Count;
        Visits(schedule, random, birth, Childhood, isChild ? 0.93 : 0.35);
        if (!isChild)
            Visits(schedule, random, birth, Adulthood, 0.6);
        Yearly(schedule, random, birth, isChild ? 0.62 : 0.3);
        persons.Add((start, doses.Count - start, birth, random.Next(2) == 0 ? Gender.Female : Gender.Male));
        if (!isChild)
            return;
        Children++;
        ChildDoses += doses.Count - start;
    }

    void Visits(CompiledSchedule schedule, Random random, int birth, (int Month, string[] Cvx)[] visits, double kept)
    {
        var delay = 0;
        foreach (var (month, cvx) in visits)
        {
            if (random.NextDouble() > kept)
                continue;
            // One visit in thirty is a few days early; lateness adds up.
            delay += random.Next(30) == 0 ? -random.Next(1, 8) : (int)(random.NextDouble() * random.NextDouble() * 40);
            foreach (var code in cvx)
                Give(schedule, birth + month * MonthDays + delay, code);
        }
    }

    /// <summary>Influenza every autumn, and COVID-19 vaccines since 2021.</summary>
    void Yearly(CompiledSchedule schedule, Random random, int birth, double kept)
    {
        for (var year = Math.Max(2008, DateOnly.FromDayNumber(birth).Year); year <= DateOnly.FromDayNumber(AssessmentDay).Year; year++)
        {
            var autumn = new DateOnly(year, 9, 1).DayNumber + random.Next(90);
            if (autumn < birth + 6 * MonthDays || random.NextDouble() > kept)
                continue;
            Give(schedule, autumn, "140");
            if (year >= 2021 && random.NextDouble() < 0.5)
                Give(schedule, autumn, year < 2023 ? "208" : "309");
        }
    }

    void Give(CompiledSchedule schedule, int day, string cvx)
    {
        if (day <= AssessmentDay)
            doses.Add(new DoseInput(day, schedule.CvxIndex(cvx)));
    }
}
