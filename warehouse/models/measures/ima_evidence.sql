-- title:    Immunizations for adolescents: when a person met each antigen by doses
-- grain:    one person with a counted dose
-- source:   rule_visit, rule_in_force (HEDIS-aligned, not NCQA-certified)
-- nulls:    a date is null where the antigen is not met

with term as (
    select
        max({'bit': bit, 'n': n_doses}) filter (indicator = 'meningococcal') as meningococcal,
        max({'bit': bit, 'n': n_doses}) filter (indicator = 'tdap') as tdap,
        max({'bit': bit, 'n': n_doses}) filter (indicator = 'hpv') as hpv
    from rule_in_force
    where measure = getvariable('measure')
),

shots as (
    select
        visit.person_key,
        min(day, term.meningococcal.n) filter (rules & term.meningococcal.bit <> 0) as meningococcal,
        min(day, term.tdap.n) filter (rules & term.tdap.bit <> 0) as tdap,
        list_sort(list(day) filter (rules & term.hpv.bit <> 0)) as hpv_days
    from rule_visit as visit
    cross join term
    group by visit.person_key
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
