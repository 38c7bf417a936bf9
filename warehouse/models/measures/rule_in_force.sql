-- title:    Dose rules of a measure in a year
-- grain:    one indicator and path of the measure and year of the run
-- source:   codes measure_rule
-- nulls:    from_days is null where the window starts on a birthday, from_birthday where it starts on a day

select
    rule.indicator,
    rule.path,
    rule.value_set,
    cast(rule.n_doses as integer) as n_doses,
    try_cast(rule.from_days as integer) as from_days,
    try_cast(rule.from_birthday as integer) as from_birthday,
    cast(rule.to_birthday as integer) as to_birthday
from code_measure_rule as rule
where rule.measure = getvariable('measure')
    and (rule.version is null or rule.version = (select version from measure_version_in_force))
    and cast(rule.from_year as integer) <= year(getvariable('period_end'))
    and coalesce(try_cast(rule.to_year as integer), 9999) >= year(getvariable('period_end'))
