using System.Globalization;
using System.Text;
using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Synth;

/// <summary>What a right answer counts on the as-of date: enrolment by county and coverage of the two-year-olds. Kept while households are made.</summary>
sealed class Tally(World world)
{
    static readonly string[] readings = ["n_children", "n_any_record", "n_any_dose", "n_two_doses", "n_two_dates", "n_two_valid_dates", "n_children_4_months", "n_two_dates_4_months"];
    internal static readonly string[] Series = ["dtap_4", "polio_3", "mmr_1", "hib_full", "hepb_3", "var_1", "pcv_4", "series_4313314", "rota_full", "hepa_1", "flu_2", "no_dose"];

    readonly DateOnly asOf = world.Options.AsOf;
    readonly int[] enrolled = new int[world.Counties.Length * 8];
    readonly int[] coverage = new int[2 * 12];
    int twoYearOlds;

    internal void Count(Household home, Person person, List<int> copies, int files)
    {
        if (person.Role != Role.Child || !Truth.Status(home, person, asOf.DayNumber).SequenceEqual("resident"u8)) return;
        var born = DateOnly.FromDayNumber(person.Birth);
        var months = CqlCalendar.AgeInMonths(born, asOf);
        if (months < 72) Enrol(home, person, copies, files, months);
        if (months is >= 24 and < 36)
        {
            Interlocked.Increment(ref twoYearOlds);
            var second = CqlCalendar.Birthday(born, 2).DayNumber;
            Cover(person, copies, second, reportedOnly: false);
            Cover(person, copies, second, reportedOnly: true);
        }
    }

    void Enrol(Household home, Person person, List<int> copies, int files, int months)
    {
        int doses = 0, dates = 0, validDates = 0, lastDay = 0, lastValid = 0;
        for (var i = 0; i < person.Doses.Count; i++)
        {
            var dose = person.Doses[i];
            if (copies[i] == 0 || dose.Partial) continue;
            doses++;
            if (dose.Day != lastDay) dates++;
            lastDay = dose.Day;
            if (!dose.Valid) continue;
            if (dose.Day != lastValid) validDates++;
            lastValid = dose.Day;
        }
        var row = home.AddressOn(asOf.DayNumber).County * readings.Length;
        void add(int reading, bool yes)
        {
            if (yes) Interlocked.Increment(ref enrolled[row + reading]);
        }
        add(0, true);
        add(1, files > 0);
        add(2, doses > 0);
        add(3, doses >= 2);
        add(4, dates >= 2);
        add(5, validDates >= 2);
        add(6, months >= 4);
        add(7, months >= 4 && dates >= 2);
    }

    void Cover(Person person, List<int> copies, int second, bool reportedOnly)
    {
        Span<int> dates = stackalloc int[20], last = stackalloc int[20];
        dates.Clear();
        last.Clear();
        bool fourDoseHib = false, threeDoseRota = false;
        var n = 0;
        for (var i = 0; i < person.Doses.Count; i++)
        {
            var dose = person.Doses[i];
            if (dose.Day > second || dose.Partial || (reportedOnly && copies[i] == 0)) continue;
            n++;
            var product = Products.All[dose.Product];
            fourDoseHib |= product.Id is "acthib" or "pentacel" or "vaxelis";
            threeDoseRota |= product.Id is "rotateq";
            for (var bit = 0; bit < 20; bit++)
            {
                if (((int)product.Antigens >> bit & 1) == 0 || last[bit] == dose.Day) continue;
                dates[bit]++;
                last[bit] = dose.Day;
            }
        }
        int of(Span<int> dates, Antigens antigen) => dates[System.Numerics.BitOperations.Log2((uint)antigen)];
        Span<bool> full = stackalloc bool[12];
        full[0] = of(dates, Antigens.DTaP) >= 4;
        full[1] = of(dates, Antigens.Polio) >= 3;
        full[2] = of(dates, Antigens.Mmr) >= 1;
        full[3] = of(dates, Antigens.Hib) >= (fourDoseHib ? 4 : 3);
        full[4] = of(dates, Antigens.HepB) >= 3;
        full[5] = of(dates, Antigens.Var) >= 1;
        full[6] = of(dates, Antigens.Pcv) >= 4;
        full[7] = full[0] & full[1] & full[2] & full[3] & full[4] & full[5] & full[6];
        full[8] = of(dates, Antigens.Rota) >= (threeDoseRota ? 3 : 2);
        full[9] = of(dates, Antigens.HepA) >= 1;
        full[10] = of(dates, Antigens.Flu) >= 2;
        full[11] = n == 0;
        for (var i = 0; i < full.Length; i++)
            if (full[i]) Interlocked.Increment(ref coverage[(reportedOnly ? 12 : 0) + i]);
    }

    internal void WriteEnrolment(TextWriter to)
    {
        to.Write("county_fips," + string.Join(',', readings) + "\n");
        foreach (var county in world.Counties)
            to.Write(Encoding.UTF8.GetString(county.Fips) + "," + string.Join(',', enrolled.AsSpan(county.Index * readings.Length, readings.Length).ToArray().Select(n => n.ToString(CultureInfo.InvariantCulture))) + "\n");
    }

    internal void WriteCoverage(TextWriter to)
    {
        to.Write("series,n_children_24_35_months,n_given,n_reported\n");
        for (var i = 0; i < Series.Length; i++) to.Write(string.Create(CultureInfo.InvariantCulture, $"{Series[i]},{twoYearOlds},{coverage[i]},{coverage[12 + i]}\n"));
    }
}
