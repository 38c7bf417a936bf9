namespace RegistryAnalytics.Synth;

/// <summary>A person as one sender has them on file: the same person looks different elsewhere.</summary>
sealed class Record
{
    internal Sender Sender = null!;
    internal Person Person = null!;
    /// <summary>Within the person, from 0: the identifier is made from it.</summary>
    internal int Number;
    internal byte[] First = [], Middle = [], Last = [];
    internal int Birth;
    internal byte Sex;
    internal bool Newborn, NoMultiple, Stale, SecondPhone, NoPhone;
    internal int Since;
    internal bool Written;
    internal readonly List<Order> Sent = [];

    /// <summary>Opens a file on a person.</summary>
    internal void Open(Household home, Person person, Sender sender, int number, int day, Rng rng)
    {
        (Sender, Person, Number, Since, Written) = (sender, person, number, day, false);
        (First, Middle, Last) = (person.First, person.Middle, person.LastOn(day));
        (Birth, Sex) = (person.Birth, person.Female ? (byte)'F' : (byte)'M');
        (Newborn, NoMultiple, Stale) = (false, rng.Chance(0.3), rng.Chance(0.12));
        (SecondPhone, NoPhone) = (rng.Chance(0.25), rng.Chance(0.06));
        Sent.Clear();
        if (sender.Kind == SenderKind.HospitalSystem && day - person.Birth <= 4 && rng.Chance(0.45)) NameNewborn(home, rng);
        else if (rng.Chance(0.045)) First = Names.Nickname(rng, First);
        if (rng.Chance(sender.TypoShare)) First = Names.Similar(rng, First);
        if (rng.Chance(sender.TypoShare)) Last = Names.Similar(rng, Last);
        if (rng.Chance(0.3)) Middle = [];
        if (rng.Chance(0.0012)) (First, Last) = (Last, First);
        if (rng.Chance(0.004)) Birth = Misdated(rng, person.Birth, day);
        if (rng.Chance(0.006)) Sex = rng.Chance(0.6) ? (byte)'U' : Sex == (byte)'F' ? (byte)'M' : (byte)'F';
    }

    /// <summary>Later visits bring the file up to date, mostly.</summary>
    internal void Refresh(int day, Rng rng)
    {
        if (Newborn && day > Person.Birth + 10 && rng.Chance(0.9)) (Newborn, First, Last) = (false, Person.First, Person.LastOn(day));
        if (day >= Person.RenamedOn && Since < Person.RenamedOn && rng.Chance(0.5)) (Last, Since) = (Person.NewLast, day);
    }

    void NameNewborn(Household home, Rng rng)
    {
        Newborn = true;
        var female = Person.Female;
        First = rng.Below(Person.Multiple ? 8 : 6) switch
        {
            0 => female ? "Baby Girl"u8.ToArray() : "Baby Boy"u8.ToArray(),
            1 => female ? "BabyGirl"u8.ToArray() : "BabyBoy"u8.ToArray(),
            2 => female ? "Girl"u8.ToArray() : "Boy"u8.ToArray(),
            3 => [.. home.MotherFirst, .. female ? " Girl"u8 : " Boy"u8],
            4 => "Newborn"u8.ToArray(),
            5 => female ? "BG"u8.ToArray() : "BB"u8.ToArray(),
            6 => [.. "Twin "u8, (byte)('A' + Person.BirthOrder - 1)],
            _ => [.. female ? "Baby Girl "u8 : "Baby Boy "u8, (byte)('A' + Person.BirthOrder - 1)],
        };
        Middle = [];
        Last = rng.Chance(0.75) ? home.MotherLast : home.MotherMaiden;
    }

    static int Misdated(Rng rng, int birth, int day)
    {
        var date = DateOnly.FromDayNumber(birth);
        var wrong = rng.Below(4) switch
        {
            0 when date.Day <= 12 && date.Day != date.Month => new DateOnly(date.Year, date.Day, date.Month).DayNumber,
            1 => birth - 1,
            2 => birth - 10,
            _ => date.AddYears(-1).DayNumber,
        };
        return Math.Min(wrong, day);
    }
}

/// <summary>How a dose's code is sent.</summary>
enum Coding : byte { CvxAndNdc, Cvx, Ndc, Cpt, Unspecified, Part, Unknown, Wrong }

/// <summary>One order group of a message, or one row of a flat file: everything about it is decided before it is written.</summary>
/// <param name="Serial">Within the person: the dose id is made from it; −1 = the placeholder 9999.</param>
/// <param name="Part">For <see cref="Coding.Part"/>: the one antigen of a combination.</param>
/// <param name="Source">NIP001: 0 given here, 1–8 historical.</param>
/// <param name="Action">A, U or D.</param>
/// <param name="Completion">C complete, P partial, R refused, N no vaccine.</param>
/// <param name="Finding">Position in <see cref="Findings.All"/> and its day; −1 = none.</param>
/// <param name="TrueDose">Position in the person's doses; −1 = entered in error.</param>
readonly record struct Order(
    int Serial, int Day, short Product, Coding Coding, Antigens Part, byte Source, byte Action, byte Completion, int Practice, uint Lot, bool NoLot,
    byte Reason, sbyte Finding, int FindingDay, int TrueDose, bool NoEligibility);
