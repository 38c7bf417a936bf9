namespace RegistryAnalytics.Synth;

/// <summary>What a person is in the household, which decides the routine.</summary>
enum Role { Child, Teen, Mother, Adult }

/// <summary>A dose that was truly given.</summary>
/// <param name="Day">Day number.</param>
/// <param name="Practice">Position in <see cref="World.Practices"/>; −1 = out of state.</param>
/// <param name="Valid">The giver kept minimum age and interval (with 4 days' grace) of the made-up routine; not an evaluation.</param>
/// <param name="Lot">Number from which the lot is written.</param>
/// <param name="Partial">A sub-potent or spilled dose, reported as PA.</param>
readonly record struct TrueDose(int Day, short Product, int Practice, bool Valid, uint Lot, bool Partial);

/// <summary>A vaccine that was offered and refused.</summary>
readonly record struct Refusal(int Day, short Product, int Practice, byte Reason);

/// <summary>A fact about a person that travels as an observation.</summary>
/// <param name="Kind">Position in <see cref="Findings.All"/>.</param>
readonly record struct Finding(int Day, byte Kind);

/// <summary>A true person. Kept and refilled; nothing is allocated per person once warm.</summary>
sealed class Person
{
    internal long Id;
    internal int Slot;
    internal Role Role;
    internal bool Female;
    internal int Birth;
    internal int Death;
    internal byte[] First = [], Middle = [], Last = [];
    /// <summary>Last name from <see cref="RenamedOn"/> on.</summary>
    internal byte[] NewLast = [];
    internal int RenamedOn;
    internal bool Multiple, BornHere;
    internal int BirthOrder, Plurality;
    internal int BirthHospital, Home, SecondHome;
    /// <summary>Bell-shaped inclination to vaccinate, household, county and own.</summary>
    internal double Attitude;
    /// <summary>How late visits are, 0 punctual to 1.</summary>
    internal double Lateness;
    internal Antigens Refused;
    internal bool OptedOut, Protected;
    internal readonly List<TrueDose> Doses = [];
    internal readonly List<Refusal> Refusals = [];
    internal readonly List<Finding> Findings = [];

    internal void Reset(long id, int slot, Role role)
    {
        (Id, Slot, Role) = (id, slot, role);
        (Death, RenamedOn) = (int.MaxValue, int.MaxValue);
        (Multiple, BornHere, BirthOrder, Plurality) = (false, false, 1, 1);
        (BirthHospital, Refused, OptedOut, Protected) = (-1, Antigens.None, false, false);
        Doses.Clear();
        Refusals.Clear();
        Findings.Clear();
    }

    internal byte[] LastOn(int day) => day >= RenamedOn ? NewLast : Last;

    internal void Give(int day, Product product, int practice, bool valid, Rng rng)
    {
        if (day < Death) Doses.Add(new(day, (short)product.Index, practice, valid, (uint)(day / 45 * 31 + product.Index * 7 + rng.Below(3)), rng.Chance(0.0015)));
    }
}

/// <summary>Where people live.</summary>
/// <param name="County">Position in <see cref="World.Counties"/>; out of state, the complement (~) of the county across the border.</param>
readonly record struct Address(int Number, int Street, int Form, int Unit, int County, int Town, int Zip);

/// <summary>People under one roof and what they share.</summary>
sealed class Household
{
    internal long Index;
    internal readonly Person[] Pool = [.. Enumerable.Range(0, 12).Select(_ => new Person())];
    internal int Count;
    internal Address First, Second;
    /// <summary>Day of the move within the state; int.MaxValue = none.</summary>
    internal int MovedOn;
    /// <summary>Day they came into the state; int.MinValue = always here. Day they left it; int.MaxValue = still here.</summary>
    internal int CameOn, LeftOn;
    internal bool OutOfState, NoAddress;
    internal int PhoneArea, PhoneLine, SecondPhoneArea, SecondPhoneLine;
    internal byte[] MotherFirst = [], MotherMaiden = [], MotherLast = [], FatherFirst = [];
    internal int MotherBirth;
    internal Heritage Heritage;
    /// <summary>Position in <see cref="Demographics.Races"/>.</summary>
    internal int Race;
    internal bool Hispanic;
    /// <summary>HL70064 code number: 1 not eligible, 2 Medicaid, 3 uninsured, 4 American Indian, 5 underinsured.</summary>
    internal int Eligibility;
    internal int Language;

    internal ReadOnlySpan<Person> Persons => Pool.AsSpan(0, Count);

    internal Address AddressOn(int day) => day >= MovedOn ? Second : First;

    internal bool LivesHereOn(int day) => !OutOfState && day >= CameOn && day < LeftOn;

    internal Person Add(Role role)
    {
        var person = Pool[Count];
        person.Reset(Index * 16 + Count, Count, role);
        Count++;
        return person;
    }
}

static class Demographics
{
    /// <summary>Code and text of CDC race and ethnicity codes.</summary>
    internal static readonly (byte[] Code, byte[] Text)[] Races =
    [
        ("2106-3"u8.ToArray(), "White"u8.ToArray()), ("2054-5"u8.ToArray(), "Black or African American"u8.ToArray()), ("2028-9"u8.ToArray(), "Asian"u8.ToArray()),
        ("1002-5"u8.ToArray(), "American Indian or Alaska Native"u8.ToArray()), ("2076-8"u8.ToArray(), "Native Hawaiian or Other Pacific Islander"u8.ToArray()), ("2131-1"u8.ToArray(), "Other Race"u8.ToArray()),
    ];
}
