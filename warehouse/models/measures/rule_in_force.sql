-- title:    Dose rules of the measures in a year
-- grain:    one measure, indicator and path of the year of the run
-- source:   codes measure_rule
-- nulls:    from_days is null where the window starts on a birthday, from_birthday where it starts on a day
-- definition: Rules of the same vaccines and window share a bit, whatever the measure: days are looked up once for all.

select
    rule.measure,
    rule.indicator,
    rule.path,
    rule.value_set,
    cast(dense_rank() over (order by rule.to_birthday, rule.value_set, rule.from_days, rule.from_birthday) - 1 as integer) as bit,
    cast(cast(1 as bigint) << bit as uinteger) as mask,
    case
        when cast(rule.n_doses as integer) between 1 and 4 then cast(rule.n_doses as integer)
        else error('measure_rule asks for ' || rule.n_doses || ' doses; days are looked up for 1 to 4')
    end as n_doses,
    try_cast(rule.from_days as integer) as from_days,
    try_cast(rule.from_birthday as integer) as from_birthday,
    cast(rule.to_birthday as integer) as to_birthday
from code_measure_rule as rule
left join measure_version_in_force as in_force using (measure)
where (rule.version is null or rule.version = in_force.version)
    and cast(rule.from_year as integer) <= year(getvariable('period_end'))
    and coalesce(try_cast(rule.to_year as integer), 9999) >= year(getvariable('period_end'))
