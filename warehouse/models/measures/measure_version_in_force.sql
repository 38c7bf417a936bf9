-- title:    Version of a measure's rules that a run follows
-- grain:    one row
-- source:   codes measure_version; the variable measure_version names another than the year's own
-- nulls:    version is null for a measure without versions

select
    coalesce(getvariable('measure_version'), min(version)) as version,
    coalesce(min(ignores_refuted) filter (
        version = coalesce(getvariable('measure_version'), version)
    ), '0') = '1' as ignores_refuted
from code_measure_version
where measure = getvariable('measure')
    and (
        version = getvariable('measure_version')
        or getvariable('measure_version') is null
        and cast(from_year as integer) <= year(getvariable('period_end'))
        and coalesce(try_cast(to_year as integer), 9999) >= year(getvariable('period_end'))
    )
