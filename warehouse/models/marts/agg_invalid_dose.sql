-- title:    Invalid doses by site, antigen and reason
-- grain:    one site that gave the dose (null where none is told), antigen and reason
-- source:   fct_dose_evaluation Not Valid, fct_dose
-- definition: Doses administered that evaluation calls not valid, by the reasons of the best series, with those who still
--           have no later valid dose.
-- nulls:    practice_key is null where the dose names no site

with later as (
    select person_key, antigen, max(admin_date) as last_valid_date
    from fct_dose_evaluation
    where status = 'Valid'
        and person_key in (select person_key from fct_dose_evaluation where status = 'Not Valid')
    group by person_key, antigen
)

select
    dose.practice_key,
    evaluation.antigen,
    evaluation.reasons,
    cast(count(*) as bigint) as n_doses,
    cast(count(distinct evaluation.person_key) as bigint) as n_persons,
    cast(count(distinct evaluation.person_key) filter (
        later.last_valid_date is null or later.last_valid_date <= evaluation.admin_date
    ) as bigint) as n_persons_not_repeated
from fct_dose_evaluation as evaluation
join fct_dose as dose using (dose_key)
left join later on later.person_key = evaluation.person_key and later.antigen = evaluation.antigen
where evaluation.status = 'Not Valid' and dose.kind = 'administered'
group by dose.practice_key, evaluation.antigen, evaluation.reasons
order by dose.practice_key nulls first, evaluation.antigen, evaluation.reasons
