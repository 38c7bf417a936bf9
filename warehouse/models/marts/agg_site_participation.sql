-- title:    Sites that take part
-- grain:    one kind of site, and all
-- source:   dim_practice, fct_message, fct_dose, codes program_parameter
-- definition: Sites on file and open on the as-of date. Submitting are those of them that an accepted message of the six months up to
--           it names, by the day on which it was sent (of receipt where it tells none), whenever the doses in it were given; vaccinating
--           those with a dose that they administered in these months, whenever it was told. Public sites are health departments;
--           the rest is private. rate is submitting over sites: the measure asks who submitted.
-- nulls:    rates are null where there is no site

with since as (
    select cql_add_months(getvariable('as_of'), -max(cast(value as integer))) as last_day
    from code_program_parameter
    where name = 'site_months'
),

submitted as (
    select distinct practice_key
    from fct_message
    where sent_date > (select last_day from since)
        and sent_date <= getvariable('as_of')
        and outcome in ('accepted', 'warned')
),

vaccinated as (
    select distinct practice_key
    from fct_dose
    where kind = 'administered' and admin_date > (select last_day from since)
),

sites as (
    select
        case when practice_type = 'public' then 'public' else 'private' end as kind,
        practice_key in (select practice_key from submitted where practice_key is not null) as has_submitted,
        practice_key in (select practice_key from vaccinated where practice_key is not null) as has_vaccinated
    from dim_practice
    where practice_type is not null
        and coalesce(opened_date <= getvariable('as_of'), true)
        and coalesce(closed_date > getvariable('as_of'), true)
)

select
    coalesce(kind, 'all') as kind,
    cast(count(*) as bigint) as n_sites,
    cast(count(*) filter (has_submitted) as bigint) as n_submitting,
    cast(count(*) filter (has_vaccinated) as bigint) as n_vaccinating,
    count(*) filter (has_submitted) / nullif(count(*), 0) as rate,
    count(*) filter (has_vaccinated) / nullif(count(*), 0) as vaccinating_rate
from sites
group by grouping sets ((kind), ())
order by kind
