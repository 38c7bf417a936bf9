-- title:    What the jurisdiction does with a person
-- grain:    one person with another consequence than share
-- source:   fct_person_consent, dim_consent_policy
-- definition: The gravest consequence of the consent facts that hold on the later of as-of and known-by: consent binds what is
--           shown from now on, also where it speaks of the past.
-- nulls:    none

with today as (
    select greatest(getvariable('as_of'), cast(getvariable('known_by') as date)) as day
),

holding as (
    select consent.person_key, consent.kind
    from fct_person_consent as consent
    cross join today
    where coalesce(consent.from_date <= today.day, true) and coalesce(consent.to_date >= today.day, true)
),

kinds as (
    select person_key, kind from holding
    union
    select person_key, 'no_opt_in'
    from (select distinct person_key from person_record)
    where person_key not in (select person_key from holding where kind = 'opt_in')
)

select
    kinds.person_key,
    arg_max(
        policy.consequence, case policy.consequence when 'purge' then 3 when 'leave_out' then 2 when 'count_only' then 1 end
    ) as consequence
from kinds
join dim_consent_policy as policy using (kind)
cross join today
where policy.consequence <> 'share'
    and coalesce(policy.effective_from <= today.day, true)
    and coalesce(policy.effective_to >= today.day, true)
group by kinds.person_key
order by kinds.person_key
