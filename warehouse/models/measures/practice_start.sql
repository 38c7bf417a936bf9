-- title:    How patients of a practice began, and whether they went on
-- grain:    one patient at a practice and indicator
-- source:   practice_dose, practice_indicator, codes practice_parameter
-- definition: Of children: a first DTaP so many days after birth is a late start; the series of those who began on time and of those who
--           began late, by the milestone; drop-off is not to have finished an antigen by the milestone: DTaP and hepatitis B
--           of those who began both by six months. Of all: DTaP or the second MMR of those who began them by the milestone
--           (..._begun_drop_off).
-- nulls:    evidence_date is null exactly when the patient is not in the numerator

with first_doses as (
    select
        person.unit_key,
        any_value(person.cohort) as cohort,
        any_value(person.birth_date) as birth_date,
        any_value(person.milestone_date) as milestone_date,
        min(dose.days[1]) filter (rule.indicator = 'dtap') as first_dtap,
        min(dose.days[1]) filter (rule.indicator = 'hepb') as first_hepb,
        min(dose.days[1]) filter (rule.indicator = 'mmr') as first_mmr
    from practice_person as person
    join practice_dose as dose using (unit_key)
    join practice_rule as rule using (indicator_key)
    group by person.unit_key
),

starts as (
    select
        *,
        first_dtap >= birth_date + (
            select max(cast(value as integer)) from code_practice_parameter where name = 'late_start_days'
        ) as is_late
    from first_doses
),

-- What was to be finished, and whether it was by the milestone.
finished as (
    select unit_key, regexp_replace(indicator, '_by_milestone$', '') as indicator, evidence_date
    from practice_indicator
    where indicator in ('dtap_by_milestone', 'hepb_by_milestone', 'mmr_by_milestone', 'series_by_milestone')
)

select unit_key, 'dtap_late_start' as indicator, 1 as in_denominator, case when is_late then first_dtap end as evidence_date
from starts
where cohort = 'childhood' and first_dtap is not null
union all
select
    starts.unit_key,
    case when starts.is_late then 'series_of_late_starters' else 'series_of_on_time_starters' end,
    1,
    finished.evidence_date
from starts
join finished on finished.unit_key = starts.unit_key and finished.indicator = 'series'
where starts.cohort = 'childhood' and starts.first_dtap is not null
union all
select starts.unit_key, finished.indicator || '_drop_off', 1, case when finished.evidence_date is null then starts.milestone_date end
from starts
join finished on finished.unit_key = starts.unit_key and finished.indicator in ('dtap', 'hepb')
where starts.cohort = 'childhood'
    and starts.first_dtap <= cql_add_months(starts.birth_date, 6)
    and starts.first_hepb <= cql_add_months(starts.birth_date, 6)
union all
-- One MMR is all that the childhood cohort asks for.
select starts.unit_key, finished.indicator || '_begun_drop_off', 1, case when finished.evidence_date is null then starts.milestone_date end
from starts
join finished
    on finished.unit_key = starts.unit_key
    and finished.indicator = case starts.cohort when 'childhood' then 'dtap' else 'mmr' end
where case starts.cohort when 'childhood' then starts.first_dtap else starts.first_mmr end <= starts.milestone_date
