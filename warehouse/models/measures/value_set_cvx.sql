-- title:    Vaccines of a value set in a year
-- grain:    one value set and CVX code
-- source:   codes value_set; a row of code system GROUP stands for every vaccine of a CDC vaccine group, and one of NOT CVX takes
--           a vaccine out again, in the years of its row

select distinct
    listed.value_set,
    coalesce(grouped.cvx, listed.code) as cvx
from code_value_set as listed
left join code_cvx_group as grouped
    on listed.code_system = 'GROUP' and grouped.vaccine_group = listed.code
where listed.code_system in ('CVX', 'GROUP')
    and coalesce(try_cast(listed.from_date as date), date '1900-01-01') <= getvariable('period_end')
    and coalesce(try_cast(listed.to_date as date), date '9999-12-31') >= getvariable('period_start')
    and not exists (
        select 1 from code_value_set as taken
        where taken.code_system = 'NOT CVX'
            and taken.value_set = listed.value_set
            and taken.code = coalesce(grouped.cvx, listed.code)
            and coalesce(try_cast(taken.from_date as date), date '1900-01-01') <= getvariable('period_end')
            and coalesce(try_cast(taken.to_date as date), date '9999-12-31') >= getvariable('period_start')
    )
