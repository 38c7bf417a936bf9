-- title:    Coverage of an age band on a day
-- grain:    one day (as-of and the four quarter ends before it), age band, indicator and county (or state)
-- source:   coverage_person, person_move, coverage_reached, codes coverage_band
-- definition: Of those who lived here on the day and were of the band's age on it, those who had reached the dose count by it: status
--           on a day, re-computed from today's facts one way for all days. County is that of the day. Not to be drawn in one line
--           with coverage by birth cohort.
-- nulls:    none

with days as (
    select cast(date_trunc('quarter', getvariable('as_of')) - to_months(cast(3 * back as integer)) as date) - 1 as on_date
    from range(0, 4) as quarters (back)
    union
    select getvariable('as_of')
),

-- Who is followed only up to a day died or moved on it, unless the day is as-of.
cohort as (
    select
        days.on_date,
        bands.band,
        person.person_key,
        coalesce(home.county_fips, person.county) as county
    from days
    cross join code_coverage_band as bands
    join coverage_person as person
        on cql_add_months(person.birth_date, cast(bands.from_months as integer)) <= days.on_date
        and cql_add_months(person.birth_date, cast(bands.to_months as integer)) > days.on_date
        and (
            person.followed_to > days.on_date
            or days.on_date = getvariable('as_of')
                and person.followed_to = days.on_date
                and person.is_resident
                and not person.is_deceased
        )
    left join person_move as home
        on home.person_key = case when days.on_date < getvariable('as_of') then person.person_key end
        and days.on_date between home.from_date and home.to_date
    where coalesce(home.county_fips, '') <> 'out_of_state'
),

-- One number stands for a day, a band and a county.
cells as (
    select row_number() over () as cell, on_date, band, county, n
    from (select on_date, band, county, count(*) as n from cohort group by on_date, band, county)
),

met_by_cell as (
    select members.cell, event.indicator_key, count(*) as n
    from (select cells.cell, person_key, on_date from cohort join cells using (on_date, band, county)) as members
    join coverage_reached as event
        on event.person_key = members.person_key
        and event.event_date <= members.on_date
    group by members.cell, event.indicator_key
),

sizes as (
    select on_date, band, case when grouping(county) = 0 then county else 'state' end as county_fips, sum(n) as n
    from cells
    group by grouping sets ((on_date, band), (on_date, band, county))
),

met as (
    select
        cells.on_date,
        cells.band,
        met_by_cell.indicator_key,
        case when grouping(cells.county) = 0 then cells.county else 'state' end as county_fips,
        sum(met_by_cell.n) as n
    from met_by_cell
    join cells using (cell)
    group by grouping sets ((cells.on_date, cells.band, indicator_key), (cells.on_date, cells.band, indicator_key, cells.county))
)

select
    sizes.on_date,
    sizes.band as age_band,
    indicators.indicator,
    sizes.county_fips,
    cast(sizes.n as bigint) as n_persons,
    cast(coalesce(met.n, 0) as bigint) as n_met,
    coalesce(met.n, 0) / sizes.n as rate,
    wilson_low(coalesce(met.n, 0), sizes.n) as rate_low,
    wilson_high(coalesce(met.n, 0), sizes.n) as rate_high
from sizes
cross join coverage_indicator as indicators
left join met
    on met.on_date = sizes.on_date
    and met.band = sizes.band
    and met.indicator_key = indicators.indicator_key
    and met.county_fips = sizes.county_fips
order by sizes.on_date, sizes.band, indicators.indicator, sizes.county_fips
