-- title:    Influenza coverage of children by age in days
-- grain:    one season, indicator, age band and county (or state)
-- unit:     persons
-- source:   msr_influenza_season (whole indicators), dim_person, person_move, codes day_band
-- definition: Persons of the measure whose age in days on the season's last day (or as-of, while it runs) lies in the band, both ends
--           included, and those of them who met the indicator. n_met_at_age counts by age on the day on which the indicator was met
--           instead, as a registry does that asks how old a child was at the dose; its persons are not all among n_persons. Bands are rows (codes day_band).
--           The measure begins at six calendar months, so the band's first days hold those alone who are. County where the person lived on the day.
-- nulls:    rate and interval are null where nobody is in the band

with bands as (
    select label, cast(from_days as integer) as from_days, cast(to_days as integer) as to_days
    from code_day_band
    where bands = 'influenza_children'
),

children as (
    select person_key, birth_date, county_fips
    from dim_person
    where birth_date > getvariable('as_of') - 366 * 3 - (select max(to_days) from bands)
),

rows as (
    select
        cast(period as varchar) as period,
        indicator,
        person_key,
        in_numerator,
        evidence_date,
        make_date(cast(left(cast(period as varchar), 4) as integer), 6, 30) as season_end,
        least(season_end, getvariable('as_of')) as on_date
    from msr_influenza_season
    where in_denominator = 1 and is_excluded = 0 and indicator in ('at_least_one', 'fully_vaccinated')
),

-- On as-of today's county holds.
placed as (
    select
        rows.period,
        rows.indicator,
        rows.in_numerator,
        rows.season_end <= getvariable('as_of') as is_complete,
        rows.on_date - children.birth_date as age_days,
        rows.evidence_date - children.birth_date as met_days,
        coalesce(home.county_fips, children.county_fips) as county
    from rows
    join children using (person_key)
    left join person_move as home
        on home.person_key = case when rows.on_date < getvariable('as_of') then rows.person_key end
        and rows.on_date between home.from_date and home.to_date
),

counted as (
    select period, indicator, is_complete, county, bands.label as age_band, 1 as n, cast(in_numerator as integer) as n_met, 0 as n_met_at_age
    from placed
    join bands on placed.age_days between bands.from_days and bands.to_days
    union all
    select period, indicator, is_complete, county, bands.label, 0, 0, 1
    from placed
    join bands on placed.met_days between bands.from_days and bands.to_days
    where in_numerator = 1
)

select
    period,
    indicator,
    age_band,
    coalesce(county, 'state') as county_fips,
    cast(sum(n) as bigint) as n_persons,
    cast(sum(n_met) as bigint) as n_met,
    cast(sum(n_met_at_age) as bigint) as n_met_at_age,
    case when sum(n) > 0 then sum(n_met) / sum(n) end as rate,
    wilson_low(sum(n_met), sum(n)) as rate_low,
    wilson_high(sum(n_met), sum(n)) as rate_high,
    is_complete
from counted
group by grouping sets ((period, indicator, age_band, is_complete, county), (period, indicator, age_band, is_complete))
order by period, indicator, age_band, county_fips
