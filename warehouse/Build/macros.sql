-- Calendar and key functions of the models. Each has a twin in warehouse/codes under the same tests.

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

-- Order of records: by message time, an unknown time last, then by key; one number, because a pair costs five times as much to compare.
create or replace macro newness_of(message_at, record_key) as
    cast(coalesce(epoch_us(message_at), 288230376151711743) as hugeint) * 9223372036854775808::hugeint + record_key;

-- Order of what records say of a field: the better source (quality below 32) first, among equals the newer record.
create or replace macro best_newest(quality, newness) as cast(quality as hugeint) * 2658455991569831745807614120560689152::hugeint + newness;

-- Wilson score interval of 95 % without continuity correction, z = 1.959964; null for no units.
create or replace macro wilson_half(n_hit, n_all) as
    1.959964 / (1 + 3.841458881296 / n_all)
    * sqrt(n_hit / n_all * (1 - n_hit / n_all) / n_all + 3.841458881296 / (4.0 * n_all * n_all));

create or replace macro wilson_low(n_hit, n_all) as
    case when n_all > 0 then greatest(
        0, (n_hit / n_all + 3.841458881296 / (2 * n_all)) / (1 + 3.841458881296 / n_all) - wilson_half(n_hit, n_all)
    ) end;

create or replace macro wilson_high(n_hit, n_all) as
    case when n_all > 0 then least(
        1, (n_hit / n_all + 3.841458881296 / (2 * n_all)) / (1 + 3.841458881296 / n_all) + wilson_half(n_hit, n_all)
    ) end;

-- The days of a bit, and the n-th of them, in what days_by_bit gives.
create or replace macro days_of(days, nth_bit) as list_filter(days[4 * nth_bit + 1 : 4 * nth_bit + 4], lambda day: isfinite(day));

create or replace macro nth_day(days, nth_bit, n) as nullif(days[4 * nth_bit + n], date 'infinity');
