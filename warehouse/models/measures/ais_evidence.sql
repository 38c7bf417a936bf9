-- title:    Adult immunization status: when an adult met each vaccine
-- grain:    one person, vaccine and path by which it was met
-- source:   ais_dose, person_finding (HEDIS-aligned, not NCQA-certified)
-- nulls:    none

with by_doses as (
    select
        person_key,
        indicator,
        path,
        -- Of days in order, some two lie far enough apart exactly when the first and a later one do.
        case when days_apart = 0 then days[n_doses] else list_filter(days, lambda day: day - days[1] >= days_apart)[1] end
            as evidence_date
    from ais_dose
)

select person_key, indicator, path, evidence_date
from by_doses
where evidence_date is not null
union all
select
    finding.person_key,
    alternative.indicator,
    'alternative',
    min(finding.observed_date)
from person_finding as finding
join code_measure_alternative as alternative using (finding_set)
where alternative.measure = 'ais'
    and finding.observed_date <= getvariable('period_end')
    and not finding.is_refuted
group by finding.person_key, alternative.indicator
