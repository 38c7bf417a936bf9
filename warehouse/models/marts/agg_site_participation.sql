-- title:    Sites that take part
-- grain:    one kind of site, and all
-- source:   dim_practice, fct_dose, codes program_parameter
-- definition: Sites on file and open on the as-of date, and those of them with a dose that they administered in the six
--           months up to it. Public sites are health departments; the rest is private.
-- nulls:    rate is null where there is no site

with recent as (
    select distinct practice_key
    from fct_dose
    where kind = 'administered'
        and admin_date > cql_add_months(
            getvariable('as_of'), -(select max(cast(value as integer)) from code_program_parameter where name = 'site_months')
        )
),

sites as (
    select
        practice.practice_key,
        case when practice.practice_type = 'public' then 'public' else 'private' end as kind,
        exists (
            select 1 from recent where recent.practice_key = practice.practice_key
        ) as has_submitted
    from dim_practice as practice
    where practice.practice_type is not null
        and coalesce(practice.opened_date <= getvariable('as_of'), true)
        and coalesce(practice.closed_date > getvariable('as_of'), true)
)

select
    coalesce(kind, 'all') as kind,
    cast(count(*) as bigint) as n_sites,
    cast(count(*) filter (has_submitted) as bigint) as n_submitting,
    count(*) filter (has_submitted) / nullif(count(*), 0) as rate
from sites
group by grouping sets ((kind), ())
order by kind
