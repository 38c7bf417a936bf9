-- title:    Deliveries
-- grain:    one delivery of a mother
-- source:   deliveries.csv; the mother is the person of the same name and birth date
-- nulls:    person_key is null where no person or more than one was found; gestational_weeks where it was not told

with told as (
    select distinct
        coalesce(delivery_id, cast(delivery_row_key as varchar)) as delivery_id,
        upper(last_name) as last_name,
        upper(first_name) as first_name,
        birth_date,
        delivery_date,
        gestational_weeks,
        facility
    from stg_delivery
    where delivery_date <= getvariable('as_of')
),

named as (
    select upper(last_name) as last_name, upper(first_name) as first_name, birth_date, min(person_key) as person_key
    from person_record
    group by 1, 2, 3
    having count(distinct person_key) = 1
)

select
    cast(row_number() over (order by told.delivery_date, told.delivery_id, named.person_key) as bigint) as delivery_key,
    named.person_key,
    told.birth_date,
    told.delivery_date,
    cast(told.gestational_weeks as integer) as gestational_weeks,
    told.facility
from told
left join named using (last_name, first_name, birth_date)
order by delivery_key
