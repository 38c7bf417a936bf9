-- title:    Immunizations for adolescents: when a person met each antigen by doses
-- grain:    one person with a counted dose
-- source:   rule_dose, rule_in_force (HEDIS-aligned, not NCQA-certified)
-- nulls:    a date is null where the antigen is not met

with term as (
    select
        max({'mask': mask, 'n': n_doses}) filter (indicator = 'meningococcal') as meningococcal,
        max({'mask': mask, 'n': n_doses}) filter (indicator = 'tdap') as tdap,
        max({'mask': mask, 'n': n_doses}) filter (indicator = 'hpv') as hpv
    from rule_in_force
    where measure = getvariable('measure')
),

shots as (
    select
        dose.person_key,
        distinct_days(day) filter (rules & term.meningococcal.mask <> 0) as meningococcal,
        distinct_days(day) filter (rules & term.tdap.mask <> 0) as tdap,
        distinct_days(day) filter (rules & term.hpv.mask <> 0) as hpv_days
    from rule_dose as dose
    cross join term
    group by dose.person_key
)

select
    shots.person_key,
    shots.meningococcal[term.meningococcal.n] as meningococcal,
    shots.tdap[term.tdap.n] as tdap,
    -- Two doses are enough when some two of them lie 146 days or more apart; the first and any later one decide.
    least(
        shots.hpv_days[term.hpv.n],
        list_filter(shots.hpv_days, lambda day: day - shots.hpv_days[1] >= 146)[1]
    ) as hpv
from shots
cross join term
