-- Calendar and key functions for readers of a published build, who have not the C# ones that a build runs with (Content.MakeFunctions).
-- tests/warehouse/Sql/PublishedFunctionsTests.cs holds the two together.

-- CqlCalendar.AddMonths: a day that does not exist moves to the last day of the month.
create or replace macro cql_add_months(born, months) as cast(born + to_months(cast(months as integer)) as date);

-- CdsiCalendar.AddMonths: a day that does not exist moves to the first of the next month.
create or replace macro cdsi_add_months(born, months) as
    cast(born + to_months(cast(months as integer)) as date)
    + case when day(cast(born + to_months(cast(months as integer)) as date)) < day(born) then 1 else 0 end;

-- CqlCalendar.AgeInMonths.
create or replace macro cql_age_months(born, day_on) as
    (year(day_on) - year(born)) * 12 + month(day_on) - month(born)
    - case
        when cql_add_months(born, (year(day_on) - year(born)) * 12 + month(day_on) - month(born)) > day_on then 1
        else 0
    end;

-- Bucket.Mix and Bucket.Of: SplitMix64's finalizer modulo 2^64, low six bits.
create or replace macro mix_step(z, shift, factor) as
    cast((cast(xor(z, z >> shift) as uhugeint) * factor) & 18446744073709551615::uhugeint as ubigint);

create or replace macro bucket_mix(z) as
    xor(
        mix_step(mix_step(z, 30, 13787848793156543929::uhugeint), 27, 10723151780598845931::uhugeint),
        mix_step(mix_step(z, 30, 13787848793156543929::uhugeint), 27, 10723151780598845931::uhugeint) >> 31
    );

create or replace macro bucket_of(key) as
    cast(
        bucket_mix(
            cast((cast(key as uhugeint) + 11400714819323198485::uhugeint) & 18446744073709551615::uhugeint as ubigint)
        ) & 63 as integer
    );
