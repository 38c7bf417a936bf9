-- title:    What patients of a practice are asked for
-- grain:    one indicator of the cohort that is measured
-- source:   codes practice_antigen
-- nulls:    last_dose_after and begun_before_months are null where only the number of doses completes

select
    cast(row_number() over (order by indicator) as utinyint) as indicator_key,
    cohort,
    indicator,
    any_value(vaccine_group) as vaccine_group,
    any_value(cast(n_doses as integer)) as n_doses,
    count(*) as n_antigens,
    any_value(in_series) = '1' as in_series,
    any_value(fewer_when_complete) = '1' as fewer_when_complete,
    any_value(try_cast(last_dose_after as integer)) as last_dose_after,
    any_value(try_cast(last_dose_begun_before_months as integer)) as begun_before_months,
    any_value(coalesce(try_cast(min_age_months as integer), 0)) as min_age_months
from code_practice_antigen
where getvariable('measure') = 'practice_' || cohort
group by cohort, indicator
