-- Functions of the models. What SQL is slow at is in C#: Content.MakeFunctions.

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
