-- title:    What the release gate must know of persons
-- grain:    one person of the list asked for
-- unit:     persons
-- source:   dim_person, fct_person_practice, fct_plan_enrollment, fct_person_consent, dim_consent_policy
-- nulls:    is_deceased is null where the registry has no such person

with asked as (
    select distinct cast(unnest(string_split($persons, ',')) as bigint) as person_key
),

practices as (
    select link.person_key, string_agg(cast(link.practice_key as varchar), ',' order by link.practice_key) as practices
    from fct_person_practice as link
    join asked using (person_key)
    where link.status = 'active'
    group by link.person_key
),

plans as (
    select member.person_key, string_agg(distinct member.plan, ',' order by member.plan) as plans
    from fct_plan_enrollment as member
    join asked using (person_key)
    where (member.from_date is null or member.from_date <= $day) and (member.to_date is null or member.to_date >= $day)
    group by member.person_key
),

consents as (
    select
        consent.person_key,
        bool_or(policy.consequence in ('leave_out', 'purge')) as is_opted_out,
        bool_or(policy.consequence = 'count_only') as is_protected,
        string_agg(distinct consent.value, ',' order by consent.value) filter (consent.kind = 'confidential') as confidential
    from fct_person_consent as consent
    join asked using (person_key)
    left join dim_consent_policy as policy
        on policy.kind = consent.kind
        and (policy.effective_from is null or policy.effective_from <= $day)
        and (policy.effective_to is null or policy.effective_to >= $day)
    where (consent.from_date is null or consent.from_date <= $day) and (consent.to_date is null or consent.to_date >= $day)
    group by consent.person_key
)

select
    asked.person_key,
    person.birth_date,
    person.is_deceased,
    person.is_protected or coalesce(consents.is_protected, false) as is_protected,
    person.is_opted_out or coalesce(consents.is_opted_out, false) as is_opted_out,
    person.county_fips,
    coalesce(practices.practices, '') as practices,
    coalesce(plans.plans, '') as plans,
    coalesce(consents.confidential, '') as confidential
from asked
left join dim_person as person using (person_key)
left join practices using (person_key)
left join plans using (person_key)
left join consents using (person_key)
order by asked.person_key
