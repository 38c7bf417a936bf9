-- title:    Plan enrolment
-- grain:    one roster member, product line and span
-- source:   plan rosters; a member is the person of the same name, birth date and sex
-- nulls:    person_key is null where no person or more than one was found

with spans as (
    select distinct
        sender as plan,
        member_id,
        product_line,
        enrolled_from as from_date,
        enrolled_to as to_date,
        upper(last_name) as last_name,
        upper(first_name) as first_name,
        birth_date,
        sex
    from stg_plan_member
),

named as (
    select
        upper(last_name) as last_name,
        upper(first_name) as first_name,
        birth_date,
        min(person_key) as person_key
    from person_record
    group by 1, 2, 3
    having count(distinct person_key) = 1
)

select
    cast(dense_rank() over (order by spans.plan, spans.member_id) as bigint) as member_key,
    spans.plan,
    spans.product_line,
    spans.birth_date,
    spans.sex,
    spans.from_date,
    spans.to_date,
    named.person_key,
    bucket_of(named.person_key) as bucket
from spans
left join named using (last_name, first_name, birth_date)
order by member_key, from_date, product_line
