-- title:    Deliveries that the prenatal measure counts
-- grain:    one delivery in the period with a gestational age: excluded ones, and of the others one in 180 days
-- source:   fct_delivery, fct_plan_enrollment, rule_exclusion, codes prs_parameter
-- nulls:    person_key is null where the mother matches no person

with recursive terms as (
    select
        max(cast(value as integer)) filter (name = 'min_weeks') as min_weeks,
        max(cast(value as integer)) filter (name = 'days_between') as days_between,
        max(cast(value as integer)) filter (name = 'days_enrolled_before') as days_enrolled_before
    from code_prs_parameter
),

deliveries as (
    select
        delivery.delivery_key,
        delivery.person_key,
        delivery.delivery_date,
        delivery.gestational_weeks,
        case
            when delivery.gestational_weeks < terms.min_weeks then 'before ' || terms.min_weeks || ' weeks'
            else excluded.exclusion_reason
        end as exclusion_reason
    from fct_delivery as delivery
    cross join terms
    left join rule_exclusion as excluded on excluded.person_key = delivery.person_key
    where delivery.delivery_date between getvariable('period_start') and getvariable('period_end')
        and delivery.gestational_weeks is not null
        and (
            not exists (select 1 from fct_plan_enrollment)
            -- Every day from 28 days before delivery to delivery is covered by some span.
            or (
                select count(distinct day.day)
                from fct_plan_enrollment as span
                cross join range(0, terms.days_enrolled_before + 1) as day (day)
                where span.person_key = delivery.person_key
                    and delivery.delivery_date - cast(day.day as integer)
                        between span.from_date and coalesce(span.to_date, date '9999-12-31')
            ) = terms.days_enrolled_before + 1
        )
),

kept as (
    select person_key, min(delivery_date) as delivery_date
    from deliveries
    where exclusion_reason is null and person_key is not null
    group by person_key
    union all
    select kept.person_key, min(next.delivery_date)
    from kept
    join terms on true
    join deliveries as next
        on next.person_key = kept.person_key
        and next.exclusion_reason is null
        and next.delivery_date > kept.delivery_date + terms.days_between
    group by kept.person_key
)

select delivery_key, person_key, delivery_date, gestational_weeks, exclusion_reason
from deliveries
where exclusion_reason is not null or person_key is null
union all
select min(delivery_key), person_key, delivery_date, max(gestational_weeks), null
from deliveries
join kept using (person_key, delivery_date)
where exclusion_reason is null
group by person_key, delivery_date
