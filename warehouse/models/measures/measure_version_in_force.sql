-- title:    Version of each measure's rules that a run follows
-- grain:    one measure that has versions
-- source:   codes measure_version; the variable measure_version names another than the year's own
-- nulls:    none

select
    measure,
    coalesce(
        max(version) filter (version = getvariable('measure_version')),
        min(version) filter (
            cast(from_year as integer) <= year(getvariable('period_end'))
            and coalesce(try_cast(to_year as integer), 9999) >= year(getvariable('period_end'))
        )
    ) as version
from code_measure_version
group by measure
