-- title:    Childhood immunization status: who is counted
-- grain:    one plan member and product line, or where no roster is loaded one child of the registry population
-- unit:     plan members
-- source:   fct_plan_enrollment, dim_person
-- nulls:    person_key is null for a member whom no person matches

with members as (
    select
        member_key as unit_key,
        person_key,
        birth_date,
        product_line,
        cql_add_months(birth_date, 24) as second_birthday,
        cql_add_months(birth_date, 12) as window_start,
        from_date,
        coalesce(to_date, date '9999-12-31') as to_date
    from fct_plan_enrollment
    where year(birth_date) = year(getvariable('period_end')) - 2
),

spans as (
    select
        *,
        max(to_date) over (
            partition by unit_key order by from_date, to_date rows between unbounded preceding and 1 preceding
        ) as covered_to
    from members
    where from_date <= second_birthday and to_date >= window_start
),

gaps as (
    select
        unit_key,
        any_value(person_key order by from_date) as person_key,
        any_value(birth_date order by from_date) as birth_date,
        any_value(second_birthday order by from_date) as second_birthday,
        bool_or(from_date <= second_birthday and to_date >= second_birthday) as is_enrolled_on_birthday,
        sum(case when greatest(from_date, window_start) > coalesce(covered_to, window_start - 1) + 1 then 1 else 0 end) as n_gaps,
        max(greatest(from_date, window_start) - coalesce(covered_to, window_start - 1) - 1) as longest_gap_days
    from spans
    group by unit_key
)

select unit_key, person_key, birth_date, second_birthday
from gaps
where is_enrolled_on_birthday and n_gaps <= 1 and longest_gap_days <= 45
union all
select person_key, person_key, birth_date, cql_add_months(birth_date, 24)
from dim_person
where year(birth_date) = year(getvariable('period_end')) - 2
    and county_fips <> 'out_of_state'
    and not exists (select 1 from fct_plan_enrollment)
