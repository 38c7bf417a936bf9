using A = RegistryAnalytics.Synth.Antigens;

namespace RegistryAnalytics.Synth;

/// <summary>Influenza and COVID-19: vaccines that come by season, mostly elsewhere than at the usual practice.</summary>
sealed class Seasons(World world)
{
    static readonly Product quadPed = Products.Of("flu_q_ped"), quad = Products.Of("flu_q"), quadVial = Products.Of("flu_q_mdv"), quadCell = Products.Of("flu_q_cc"), quadLive = Products.Of("flu_q_live"),
        quadHigh = Products.Of("flu_q_hd"), quadAdjuvant = Products.Of("flu_q_adj"), tri = Products.Of("flu_t"), triVial = Products.Of("flu_t_mdv"), triCell = Products.Of("flu_t_cc"),
        triLive = Products.Of("flu_t_live"), triHigh = Products.Of("flu_t_hd"), triAdjuvant = Products.Of("flu_t_adj");
    static readonly Product pfizer = Products.Of("cov_pfr_adult"), moderna = Products.Of("cov_mod_adult"), janssen = Products.Of("cov_jsn"), pfizer5 = Products.Of("cov_pfr_5_11"), pfizerSmall = Products.Of("cov_pfr_u5"),
        modernaSmall = Products.Of("cov_mod_u6"), bivalent = Products.Of("cov_biv_pfr"), bivalent5 = Products.Of("cov_biv_pfr_5_11"), bivalentSmall = Products.Of("cov_biv_pfr_u5"), bivalentModerna = Products.Of("cov_biv_mod"),
        later = Products.Of("cov_pfr_23"), later5 = Products.Of("cov_pfr_5_11_23"), laterSmall = Products.Of("cov_pfr_u5_23"), laterModerna = Products.Of("cov_mod_23"), laterModernaSmall = Products.Of("cov_mod_u12_23");
    static readonly int trivalentFrom = new DateOnly(2024, 7, 1).DayNumber;

    internal void Influenza(Household home, Person person, int from, int until, Rng rng)
    {
        if ((person.Refused & A.Flu) != 0 && rng.Chance(0.9)) return;
        var last = Math.Min(until, person.Death - 1);
        var first = true;
        for (var year = DateOnly.FromDayNumber(from).Year; ; year++)
        {
            // The season runs from early September into February, half of it before the middle of October.
            var day = new DateOnly(year, 9, 3).DayNumber + rng.Skewed(210) + rng.Below(55);
            if (day > last) break;
            if (day < from) continue;
            if (day - person.Birth < 182)
            {
                day = person.Birth + 182 + rng.Below(40);
                if (day > last || DateOnly.FromDayNumber(day) is var late && !(late.Month <= 4 || late.Month >= 9)) continue;
            }
            var age = (day - person.Birth) / 365;
            var inclined = age switch { < 2 => 0.74, < 5 => 0.62, < 13 => 0.53, < 18 => 0.42, < 50 => 0.3, < 65 => 0.42, _ => 0.62 };
            if (!rng.Chance(inclined + 0.12 * person.Attitude)) continue;
            var practice = Where(home, person, day, age, rng);
            person.Give(day, Flu(day, age, practice, rng), practice, day - person.Birth >= 180, rng);
            if (first && age < 8 && rng.Chance(0.68 + 0.08 * person.Attitude))
            {
                var second = day + 28 + rng.Skewed(60) - (rng.Chance(0.03) ? 9 : 0);
                if (second <= last) person.Give(second, Flu(second, age, practice, rng), Where(home, person, second, age, rng), second - day >= 24, rng);
            }
            first = false;
        }
    }

    static Product Flu(int day, int age, int practice, Rng rng)
    {
        var three = day >= trivalentFrom;
        if (age >= 65 && rng.Chance(0.8)) return rng.Chance(0.7) ? (three ? triHigh : quadHigh) : three ? triAdjuvant : quadAdjuvant;
        if (age is >= 2 and < 18 && rng.Chance(0.07)) return three ? triLive : quadLive;
        if (age < 3 && !three && rng.Chance(0.2)) return quadPed;
        return (practice & 3) switch { 0 => three ? triVial : quadVial, 1 when age >= 4 => three ? triCell : quadCell, _ => three ? tri : quad };
    }

    internal int Where(Household home, Person person, int day, int age, Rng rng)
    {
        if (!home.OutOfState && !home.LivesHereOn(day)) return -1;
        var x = rng.Unit();
        if (age < 3) return world.OpenOn(person.Home, day);
        if (age < 18) return x < 0.66 ? world.OpenOn(day >= home.MovedOn ? person.SecondHome : person.Home, day) : x < 0.82 ? world.School(rng) : world.Pharmacy(rng);
        return x < 0.6 ? world.Pharmacy(rng) : x < 0.97 ? world.OpenOn(person.Home, day) : world.MassClinic(rng);
    }

    internal void Covid(Household home, Person person, int until, Rng rng)
    {
        if ((person.Refused & A.Covid) != 0 && rng.Chance(0.8)) return;
        var last = Math.Min(until, person.Death - 1);
        var opens = Math.Max(Opening(person), person.Birth + 183);
        var day = opens + rng.Below(30) + rng.Skewed(500);
        var ageAt = (day - person.Birth) / 365;
        var inclined = ageAt switch { < 5 => 0.13, < 12 => 0.4, < 18 => 0.66, < 50 => 0.74, < 65 => 0.84, _ => 0.93 };
        if (day > last || !rng.Chance(inclined + 0.1 * person.Attitude)) return;
        var brand = rng.Below(100);
        var doses = ageAt >= 18 && brand >= 94 && day < new DateOnly(2022, 5, 1).DayNumber ? 1 : day >= new DateOnly(2023, 9, 12).DayNumber && ageAt >= 5 ? 1 : ageAt < 5 && brand < 60 ? 3 : 2;
        for (var n = 0; n < doses; n++)
        {
            var age = (day - person.Birth) / 365;
            person.Give(day, Covid(day, age, brand, rng), CovidSite(home, person, day, age, rng), true, rng);
            day += n == 0 ? 21 + rng.Skewed(60) : 56 + rng.Skewed(60);
            if (day > last || (n == 0 && rng.Chance(0.06))) return;
        }
        // Boosters each autumn, fewer every year.
        for (var year = Math.Max(2021, DateOnly.FromDayNumber(day).Year); ; year++)
        {
            var booster = new DateOnly(year, 9, 20).DayNumber + rng.Skewed(200) + rng.Below(40);
            if (booster > last) return;
            var age = (booster - person.Birth) / 365;
            var keen = (year switch { 2021 => 0.4, 2022 => 0.25, 2023 => 0.2, _ => 0.17 }) + (age >= 65 ? 0.28 : age < 18 ? -0.12 : 0) + 0.08 * person.Attitude;
            if (booster - day > 60 && rng.Chance(keen)) person.Give(booster, Covid(booster, age, brand, rng), CovidSite(home, person, booster, age, rng), true, rng);
        }
    }

    int CovidSite(Household home, Person person, int day, int age, Rng rng)
    {
        if (!home.OutOfState && !home.LivesHereOn(day)) return -1;
        if (day < new DateOnly(2021, 7, 1).DayNumber) return rng.Chance(0.6) ? world.MassClinic(rng) : world.Pharmacy(rng);
        return Where(home, person, day, age, rng);
    }

    static int Opening(Person person)
    {
        var adult = new DateOnly(2021, 1, 5).DayNumber;
        var age = (adult - person.Birth) / 365;
        if (age >= 65) return adult;
        if (age >= 16) return adult + 80;
        if (age >= 11) return new DateOnly(2021, 5, 12).DayNumber;
        if (age >= 4) return new DateOnly(2021, 11, 3).DayNumber;
        return new DateOnly(2022, 6, 20).DayNumber;
    }

    static Product Covid(int day, int age, int brand, Rng rng)
    {
        var isModerna = brand % 100 is >= 60 and < 94;
        if (day >= new DateOnly(2023, 9, 12).DayNumber)
            return age < 5 ? (isModerna ? laterModernaSmall : laterSmall) : age < 12 ? (isModerna ? laterModernaSmall : later5) : isModerna ? laterModerna : later;
        if (day >= new DateOnly(2023, 4, 18).DayNumber || (day >= new DateOnly(2022, 9, 2).DayNumber && rng.Chance(0.9)))
            return isModerna && age >= 6 ? bivalentModerna : age < 5 ? bivalentSmall : age < 12 ? bivalent5 : bivalent;
        if (age < 5) return isModerna ? modernaSmall : pfizerSmall;
        if (age < 12) return pfizer5;
        return age >= 18 && brand >= 94 ? janssen : age >= 18 && isModerna ? moderna : pfizer;
    }
}
