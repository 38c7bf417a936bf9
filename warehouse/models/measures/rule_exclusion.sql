-- title:    Persons whom a finding or death excludes from a measure
-- grain:    one person: the first reason by date, then name
-- source:   codes measure_exclusion, person_finding, dim_person
-- nulls:    none

with excluded as (
    select
        finding.person_key,
        exclusion.reason,
        finding.observed_date as reason_date
    from person_finding as finding
    join dim_person as person using (person_key)
    join code_measure_exclusion as exclusion on exclusion.finding_set = finding.finding_set
    left join milestone_person as milestone on milestone.person_key = finding.person_key
    where exclusion.measure = getvariable('measure')
        and cast(exclusion.from_year as integer) <= year(getvariable('period_end'))
        and coalesce(try_cast(exclusion.to_year as integer), 9999) >= year(getvariable('period_end'))
        and not (finding.is_refuted and (select ignores_refuted from refuted_finding))
        and case exclusion.within
            when 'by_milestone' then finding.observed_date <= milestone.milestone_date
            when 'from_birth' then finding.observed_date between milestone.birth_date and milestone.milestone_date
            when 'in_period' then finding.observed_date between getvariable('period_start') and getvariable('period_end')
            when 'by_period_end' then finding.observed_date <= getvariable('period_end')
            else false
        end
    union all
    select person_key, 'deceased', coalesce(death_date, getvariable('period_start'))
    from dim_person
    where is_deceased
        and coalesce(death_date <= getvariable('period_end'), true)
        and getvariable('measure') <> 'cms117'
)

select person_key, arg_min(reason, (reason_date, reason)) as exclusion_reason
from excluded
group by person_key
