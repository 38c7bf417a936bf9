-- title:    Where persons who have moved lived on the day of a measure
-- grain:    one person who has moved, where the day is past
-- source:   person_move, fct_delivery, codes measure_residence
-- definition: The day of the measure and period that are being counted: a birthday, the end of the season, the last delivery of the
--           period, else the last day of the period. On as-of and later today's county holds, which person_cell has.
-- database: view
-- nulls:    none

with terms as (
    select coalesce(max(day), 'period_end') as day, max(try_cast(birthday as integer)) as birthday
    from code_measure_residence
    where measure = getvariable('measure')
),

deliveries as (
    select person_key, max(delivery_date) as delivery_date
    from fct_delivery
    where delivery_date between cast(getvariable('period_start') as date) and cast(getvariable('period_end') as date)
    group by person_key
),

days as (
    select
        move.*,
        case terms.day
            when 'birthday' then cql_add_months(move.birth_date, 12 * terms.birthday)
            when 'season_end' then make_date(year(cast(getvariable('period_end') as date)), 6, 30)
            when 'delivery' then deliveries.delivery_date
            else cast(getvariable('period_end') as date)
        end as then_date
    from person_move as move
    cross join terms
    left join deliveries using (person_key)
)

select person_key, county_fips, cell
from days
where then_date between from_date and to_date
    and then_date < cast(getvariable('as_of') as date)
