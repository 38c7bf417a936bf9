using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

sealed record GivenDose(DateOnly Day, string Cvx, bool IsCompleted, bool IsValid)
{
    internal IReadOnlyList<string> Antigens { get; init; } = ["Measles"];
}

sealed record GivenFinding(DateOnly Day, string Code, double? Number = null);

sealed record GivenRelation(long Key, long Practice, DateOnly From, DateOnly? To);

sealed record GivenForecast(string Group, string Status, DateOnly? Earliest);

sealed record GivenDelivery(long Key, DateOnly Day, int? Weeks);

sealed record GivenHome(DateOnly From, string County);

sealed record GivenSpan(DateOnly From, DateOnly? To)
{
    internal string Line { get; init; } = "commercial";
}

/// <summary>A person made up for comparing a measure with its slow version: doses crowd around the days on which rules turn.</summary>
sealed record GivenPerson(
    long Key, DateOnly Birth, bool IsKnown, bool IsDeceased, DateOnly? Death, bool IsOptedOut, string County,
    IReadOnlyList<GivenDose> Doses, IReadOnlyList<GivenFinding> Findings, IReadOnlyList<GivenSpan> Spans)
{
    internal IReadOnlyList<GivenRelation> Relations { get; init; } = [];
    internal IReadOnlyList<GivenForecast> Forecasts { get; init; } = [];
    internal IReadOnlyList<GivenDelivery> Deliveries { get; init; } = [];
    internal string RegistryStatus { get; init; } = "A";
    internal DateOnly? StatusFrom { get; init; }
    /// <summary>The day of the first message about the person.</summary>
    internal DateOnly Told { get; init; } = new(2020, 1, 1);
    internal string? Race { get; init; }
    internal string? Ethnicity { get; init; }
    /// <summary>For one who moved: the homes in order, the first from birth.</summary>
    internal IReadOnlyList<GivenHome> Homes { get; init; } = [];

    static readonly string[] Counties = ["35001", "35003", "out_of_state"];

    // Most stay where they were born; of the others some leave on the day of birth, and some come back.
    static List<GivenHome> Moves(Random random, DateOnly birth, Func<DateOnly> around)
    {
        if (random.Next(10) > 0) return [];
        var homes = new List<GivenHome> { new(birth, Counties[random.Next(Counties.Length)]) };
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            var day = random.Next(5) == 0 ? birth : around();
            if (day > homes[^1].From) homes.Add(new GivenHome(day, Counties[random.Next(Counties.Length)]));
            else if (day == homes[^1].From) homes[^1] = homes[^1] with { County = "out_of_state" };
        }
        return homes;
    }

    /// <summary>A person whose doses and findings crowd around given days, and around other doses at given distances.</summary>
    internal static GivenPerson Around(Random random, long key, DateOnly birth, DateOnly[] turns, int[] gaps, DateOnly to, string[] vaccines, string[] findings)
    {
        DateOnly around(DateOnly? last) => random.Next(4) switch
        {
            0 or 1 => turns[random.Next(turns.Length)].AddDays(random.Next(-1, 2)),
            2 when last is { } day => day.AddDays(gaps[random.Next(gaps.Length)] + random.Next(-1, 2)),
            _ => DateOnly.FromDayNumber(random.Next(birth.DayNumber, Math.Max(to.DayNumber, birth.DayNumber + 1))),
        };
        var doses = new List<GivenDose>();
        for (var i = random.Next(9); i > 0; i--)
            doses.Add(new GivenDose(around(doses.Count > 0 ? doses[^1].Day : null), vaccines[random.Next(vaccines.Length)], random.Next(25) > 0, random.Next(3) > 0));
        var found = new List<GivenFinding>();
        while (random.Next(4) == 0)
            found.Add(new GivenFinding(around(null), findings[random.Next(findings.Length)], random.Next(3) == 0 ? null : random.Next(9, 12)));
        var isDeceased = random.Next(20) == 0;
        var homes = Moves(random, birth, () => around(null));
        return new GivenPerson(
            key, birth, random.Next(15) > 0, isDeceased, isDeceased && random.Next(4) > 0 ? around(null) : null, random.Next(30) == 0,
            homes.LastOrDefault()?.County ?? "35001", doses, found, [])
        {
            Homes = homes,
            RegistryStatus = random.Next(25) == 0 ? "M" : "A",
            StatusFrom = random.Next(3) == 0 ? null : around(null),
        };
    }
    static readonly string[] Findings0 =
    [
        "428281000124107", "192710009", "471321000124106", "471331000124109", "B05.9", "B26.9", "36653000", "B01.9", "66071002", "40468003",
        "3E0234Z", "31323000", "86406008", "K56.1", "C91.00", "428361000124107", "170935008", "428301000124106", "428241000124101", "305336008",
        "428291000124105", "192711008", "192712001", "271511000", "433621000124101", "428321000124101", "471341000124104", "471141000124102", "471311000124103", "428331000124103", "471361000124100",
    ];

    /// <param name="milestone">2 for childhood, 13 for adolescence: rules turn around this birthday.</param>
    internal static GivenPerson Make(Random random, long key, int year, int milestone, string[] vaccines)
    {
        var birth = random.Next(20) == 0 ? new DateOnly(year - milestone + random.Next(-1, 2), 1, 1).AddDays(random.Next(365))
            : random.Next(20) == 0 ? new DateOnly((year - milestone) / 4 * 4, 2, 29)
            : new DateOnly(year - milestone, 1, 1).AddDays(random.Next(365));
        DateOnly[] turns = milestone == 2
            ? [birth, birth.AddDays(7), birth.AddDays(42), birth.AddDays(180), CqlCalendar.Birthday(birth, 1), CqlCalendar.Birthday(birth, 2)]
            : [CqlCalendar.Birthday(birth, 9), CqlCalendar.Birthday(birth, 10), CqlCalendar.Birthday(birth, 11), CqlCalendar.Birthday(birth, 13), CqlCalendar.Birthday(birth, 12).AddDays(146)];
        var end = CqlCalendar.Birthday(birth, milestone).DayNumber;
        var start = milestone == 2 ? birth.DayNumber : CqlCalendar.Birthday(birth, 9).DayNumber;
        DateOnly day() => random.Next(3) == 0 ? turns[random.Next(turns.Length)].AddDays(random.Next(-1, 2)) : DateOnly.FromDayNumber(random.Next(start, end + 20));
        var doses = new List<GivenDose>();
        for (var i = random.Next(28); i > 0; i--)
            doses.Add(new GivenDose(doses.Count > 0 && random.Next(3) == 0 ? doses[^1].Day : day(), vaccines[random.Next(vaccines.Length)], random.Next(25) > 0, random.Next(3) > 0));
        var findings = new List<GivenFinding>();
        while (random.Next(3) == 0) findings.Add(new GivenFinding(random.Next(2) == 0 ? day() : new DateOnly(year, 1, 1).AddDays(random.Next(-1, 366)), Findings0[random.Next(Findings0.Length)]));
        var isDeceased = random.Next(25) == 0;
        DateOnly? death = isDeceased && random.Next(4) > 0 ? new DateOnly(year, 12, 31).AddDays(random.Next(-400, 40)) : null;
        var homes = Moves(random, birth, day);
        return new GivenPerson(
            key, birth, random.Next(15) > 0, isDeceased, death, random.Next(30) == 0, homes.LastOrDefault()?.County ?? "35001", doses, findings, Enrolment(random, birth, milestone))
        {
            Homes = homes,
            RegistryStatus = random.Next(25) == 0 ? "M" : "A",
            StatusFrom = random.Next(3) == 0 ? null : day(),
        };
    }

    static List<GivenSpan> Enrolment(Random random, DateOnly birth, int milestone)
    {
        var spans = new List<GivenSpan>();
        var last = CqlCalendar.Birthday(birth, milestone);
        var from = CqlCalendar.Birthday(birth, milestone - 1).AddDays(random.Next(3) == 0 ? random.Next(-3, 50) : -100);
        for (var i = random.Next(3); i > 0; i--)
        {
            var to = from.AddDays(random.Next(60, 300));
            spans.Add(new GivenSpan(from, to));
            from = to.AddDays(random.Next(4) switch { 0 => 1, 1 => 46 + random.Next(-1, 2), 2 => random.Next(1, 60), _ => -random.Next(20) });
        }
        spans.Add(new GivenSpan(from, random.Next(2) == 0 ? null : last.AddDays(random.Next(-2, 30))));
        return spans;
    }
}
