using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Synth;

/// <summary>A county with its made-up towns.</summary>
/// <param name="UpTo">Cumulative weight for choosing.</param>
/// <param name="Bias">What living here adds to the inclination to vaccinate.</param>
sealed record Place(int Index, byte[] Fips, byte[] Name, byte[][] Towns, byte[][] Zips, int UpTo, double Bias);

/// <summary>What does not change while households are made: counties, senders, practices. Made once from the seed.</summary>
/// <remarks>County codes and names are real; how people spread over them is made up (rank-size), as no counts travel with the project.</remarks>
sealed class World
{
    static readonly string[] townForms = ["{0}", "{0} Springs", "Fort {0}", "{0} Junction", "New {0}", "{0} Heights", "Las {0}", "{0} City"];
    static readonly string[] practiceNames = ["Kids First", "Sunrise", "Riverside", "Mountain View", "Children's", "Family Care", "Desert Willow", "Main Street", "Oak & Elm", "Northside", "Bright Start", "O'Keefe", "Piñon", "Old Town", "Cornerstone", "Clearwater"];

    internal SynthOptions Options { get; }
    internal State State { get; }
    internal Place[] Counties { get; }
    internal Sender[] Senders { get; }
    internal Practice[] Practices { get; }
    internal long[] Ages { get; }

    /// <summary>Where families from across the border live: one other state stands for all.</summary>
    internal byte[] NeighborPostal { get; }
    internal byte[] NeighborZip { get; }

    readonly int[][] byCountyForChildren, byCountyForAdults;
    readonly int[] hospitals, hospitalOf, pharmacies, massClinics, schools, obgyns;

    internal World(SynthOptions options)
    {
        Options = options;
        State = options.Validated();
        Ages = StateAges.Of(State.Fips);
        var neighbor = Geography.States.First(state => state.Fips == (State.Fips == "08" ? "35" : "08"));
        NeighborPostal = Embedded.Utf8(neighbor.Postal);
        NeighborZip = Embedded.Utf8($"{Zips.Of(neighbor.Postal).From * 100 + 17:00000}");
        Counties = MakeCounties();
        Senders = MakeSenders();
        Practices = MakePractices();
        byCountyForChildren = Nearby(practice => practice.Kind is PracticeType.Pediatrics or PracticeType.Family or PracticeType.Public);
        byCountyForAdults = Nearby(practice => practice.Kind is PracticeType.Family or PracticeType.Public);
        int[] all(PracticeType kind) => [.. Practices.Where(practice => practice.Kind == kind).Select(practice => practice.Index)];
        (hospitals, pharmacies, massClinics, schools, obgyns) =
            (all(PracticeType.Hospital), all(PracticeType.Pharmacy), all(PracticeType.MassClinic), all(PracticeType.School), all(PracticeType.Obgyn));
        hospitalOf = [.. Counties.Select(county => hospitals.FirstOrDefault(hospital => Practices[hospital].County == county.Index, hospitals[county.Index % hospitals.Length]))];
    }

    internal int CountyFor(Rng rng)
    {
        var x = rng.Below(Counties[^1].UpTo);
        var low = 0;
        var high = Counties.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Counties[middle].UpTo > x) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    internal int HomePractice(Rng rng, int county, bool child) => rng.Pick((child ? byCountyForChildren : byCountyForAdults)[county]);

    /// <summary>The practice, or after it has closed the county's public health office.</summary>
    internal int OpenOn(int practice, int day) => practice >= 0 && day >= Practices[practice].Closed ? Practices[practice].County : practice;

    internal int Hospital(Rng rng, int county) => rng.Chance(0.85) ? hospitalOf[county] : rng.Pick(hospitals);

    internal int Pharmacy(Rng rng) => rng.Pick(pharmacies);

    internal int MassClinic(Rng rng) => rng.Pick(massClinics);

    internal int School(Rng rng) => rng.Pick(schools);

    internal int Obgyn(Rng rng) => rng.Pick(obgyns);

    int[][] Nearby(Func<Practice, bool> wanted)
    {
        var found = Counties.Select(_ => new List<int>()).ToArray();
        foreach (var practice in Practices)
            if (wanted(practice))
                for (var weight = practice.Kind == PracticeType.Public ? 1 : 4; weight > 0; weight--) found[practice.County].Add(practice.Index);
        var fallback = Practices.First(wanted).Index;
        return [.. found.Select(list => list.Count > 0 ? list.ToArray() : [fallback])];
    }

    Place[] MakeCounties()
    {
        var rng = new Rng(Options.Seed, -1);
        var counties = Geography.CountiesOf(State.Fips);
        var order = Enumerable.Range(0, counties.Count).ToArray();
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = rng.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        var (zipFrom, zipTo) = Zips.Of(State.Postal);
        var places = new Place[counties.Count];
        var sum = 0;
        var zips = (zipTo - zipFrom + 1) * 100;
        for (var i = 0; i < places.Length; i++)
        {
            var size = 1 + 40 / (order[i] + 2);
            byte[][] towns = [.. Enumerable.Range(0, Math.Min(4, size)).Select(n => Embedded.Utf8(string.Format(null, townForms[(i * 3 + n) % townForms.Length], counties[i].Name)))];
            byte[][] codes = [.. Enumerable.Range(0, Math.Min(12, size + 1)).Select(n => Embedded.Utf8($"{zipFrom * 100 + (i * zips / places.Length + n) % zips:00000}"))];
            sum += 2_000_000 / (order[i] + 3) + 4000;
            places[i] = new(i, Embedded.Utf8(counties[i].Fips), Embedded.Utf8(counties[i].Name), towns, codes, sum, 0.22 * rng.Bell());
        }
        return places;
    }

    Sender[] MakeSenders()
    {
        var more = Math.Min(36, Options.BirthsPerYear / 1500);
        SenderKind[] kinds =
        [
            SenderKind.HospitalSystem, SenderKind.Pediatrics, SenderKind.Family, SenderKind.Pharmacy, SenderKind.PublicHealth, SenderKind.Pediatrics,
            SenderKind.HospitalSystem, SenderKind.Family, SenderKind.School, SenderKind.Pediatrics, SenderKind.Pharmacy, SenderKind.MassClinic,
            SenderKind.Family, SenderKind.FlatFile, SenderKind.Pediatrics, SenderKind.HospitalSystem,
            .. Enumerable.Range(0, more).Select(i => i % 2 == 0 ? SenderKind.Pediatrics : SenderKind.Family),
        ];
        return [.. kinds.Select((kind, index) => Sender.Make(Options.Seed, index, kind))];
    }

    Practice[] MakePractices()
    {
        var rng = new Rng(Options.Seed, -2);
        var found = new List<Practice>();
        void add(PracticeType kind, int county) => found.Add(Open(rng, found.Count, kind, county));
        var bySize = Counties.OrderByDescending(county => county.UpTo - (county.Index == 0 ? 0 : Counties[county.Index - 1].UpTo)).ThenBy(county => county.Index).ToArray();
        // The public health offices come first, so that a county's number is its office's.
        foreach (var county in Counties) add(PracticeType.Public, county.Index);
        foreach (var county in bySize.Take(Math.Max(3, Counties.Length / 3))) add(PracticeType.Hospital, county.Index);
        var children = Math.Clamp(Options.BirthsPerYear / 40, 12, 1500);
        for (var i = 0; i < children; i++) add(i % 9 < 5 ? PracticeType.Pediatrics : PracticeType.Family, CountyFor(rng));
        for (var i = 0; i < 4 + children / 4; i++) add(PracticeType.Pharmacy, CountyFor(rng));
        for (var i = 0; i < 2 + children / 20; i++) add(PracticeType.School, CountyFor(rng));
        for (var i = 0; i < 2 + children / 15; i++) add(PracticeType.Obgyn, CountyFor(rng));
        for (var i = 0; i < 2; i++) add(PracticeType.MassClinic, bySize[i % bySize.Length].Index);
        return [.. found];
    }

    Practice Open(Rng rng, int index, PracticeType kind, int county)
    {
        SenderKind[] fits = kind switch
        {
            PracticeType.Pediatrics => [SenderKind.Pediatrics, SenderKind.HospitalSystem],
            PracticeType.Family => [SenderKind.Family, SenderKind.Family, SenderKind.FlatFile],
            PracticeType.Hospital => [SenderKind.HospitalSystem],
            PracticeType.Pharmacy => [SenderKind.Pharmacy],
            PracticeType.Public => [SenderKind.PublicHealth, SenderKind.PublicHealth, SenderKind.FlatFile],
            PracticeType.School => [SenderKind.School],
            PracticeType.Obgyn => [SenderKind.HospitalSystem, SenderKind.Family],
            _ => [SenderKind.MassClinic],
        };
        var wanted = rng.Pick(fits);
        var sender = rng.Pick([.. Senders.Where(sender => sender.Kind == wanted)]);
        var noun = kind switch
        {
            PracticeType.Pediatrics => "Pediatrics", PracticeType.Family => "Family Medicine", PracticeType.Hospital => "Regional Hospital", PracticeType.Pharmacy => "Pharmacy",
            PracticeType.Public => "Public Health Office", PracticeType.School => "School Clinic", PracticeType.Obgyn => "Women's Health", _ => "Vaccination Site",
        };
        var name = kind == PracticeType.Public ? System.Text.Encoding.UTF8.GetString(Counties[county].Name) : rng.Pick(practiceNames);
        var children = kind is PracticeType.Pediatrics or PracticeType.Family or PracticeType.Public or PracticeType.School;
        var opened = Options.From.DayNumber - rng.Between(100, 9000);
        return new(
            index, Embedded.Utf8($"{State.Postal}{index + 1:0000}"), Embedded.Utf8($"{name} {noun}{(kind == PracticeType.Public ? "" : $" {index + 1}")}"),
            children && rng.Chance(0.9) ? Embedded.Utf8($"V{10000 + index * 7}") : [],
            Embedded.Utf8(kind switch { PracticeType.MassClinic => "mass_clinic", _ => kind.ToString().ToLowerInvariant() }), kind, county, sender.Index,
            Embedded.Utf8($"{State.Postal}-ORG{sender.Index + 1:00}"), rng.Unit(), kind is PracticeType.Hospital or PracticeType.Public || index % 43 != 7, rng.Below(4), rng.Chance(0.35), rng.Chance(0.4), rng.Chance(0.3),
            rng.Below(3), opened, kind is PracticeType.Pediatrics or PracticeType.Family && index % 31 == 13 ? Options.AsOf.DayNumber - rng.Between(100, 900) : int.MaxValue);
    }
}
