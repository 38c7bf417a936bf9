-- title:    Who is counted: enrolled plan members, or the registry population where no roster is loaded
-- grain:    one unit
-- source:   fct_plan_enrollment, dim_person, person_away, codes measure_enrolment
-- nulls:    person_key is null for a member whom no person matches

with terms as (
    select
        try_cast(milestone_birthday as integer) as birthday,
        cast(months_before as integer) as months_before,
        cast(max_gaps as integer) as max_gaps,
        cast(max_gap_days as integer) as max_gap_days,
        try_cast(from_age as integer) as from_age
    from code_measure_enrolment
    where measure = getvariable('measure')
        and cast(from_year as integer) <= year(getvariable('period_end'))
        and coalesce(try_cast(to_year as integer), 9999) >= year(getvariable('period_end'))
),

spans as (
    select
        member_key as unit_key,
        person_key,
        birth_date,
        from_date,
        coalesce(to_date, date '9999-12-31') as to_date,
        coalesce(cql_add_months(birth_date, 12 * birthday), getvariable('period_end')) as anchor_date,
        case
            when birthday is null then getvariable('period_start')
            else cql_add_months(birth_date, 12 * birthday - months_before)
        end as window_start
    from fct_plan_enrollment
    cross join terms
    where case
        when birthday is null then cql_add_months(birth_date, 12 * from_age) <= getvariable('period_start')
        else year(birth_date) = year(getvariable('period_end')) - birthday
    end
),

covered as (
    select
        *,
        max(to_date) over (
            partition by unit_key order by from_date, to_date rows between unbounded preceding and 1 preceding
        ) as covered_to
    from spans
    where from_date <= anchor_date and to_date >= window_start
),

-- A gap is a run of days in the window without a span; before the first span counts as well.
members as (
    select
        unit_key,
        arg_max(person_key, from_date) as person_key,
        arg_max(birth_date, from_date) as birth_date,
        max(to_date) >= any_value(anchor_date) as is_anchored,
        count(*) filter (greatest(from_date, window_start) > coalesce(covered_to, window_start - 1) + 1) as n_gaps,
        max(greatest(from_date, window_start) - coalesce(covered_to, window_start - 1) - 1) as longest_gap_days
    from covered
    group by unit_key
)

select unit_key, person_key, birth_date
from members
cross join terms
where is_anchored and n_gaps <= max_gaps and longest_gap_days <= max_gap_days
union all
select person.person_key, person.person_key, person.birth_date
from dim_person as person
cross join terms
where case
        when birthday is null then cql_add_months(person.birth_date, 12 * from_age) <= getvariable('period_start')
        else year(person.birth_date) = year(getvariable('period_end')) - birthday
    end
    -- Who lived here on the milestone, or on the last day of the period.
    and not exists (
        select 1 from person_away as away
        where away.person_key = person.person_key
            and coalesce(away.from_date <= coalesce(cql_add_months(person.birth_date, 12 * birthday), getvariable('period_end')), true)
            and coalesce(away.to_date >= coalesce(cql_add_months(person.birth_date, 12 * birthday), getvariable('period_end')), true)
    )
    and not person.is_opted_out
    and not exists (select 1 from fct_plan_enrollment)
