-- title:    Measures by product line, race, ethnicity and source of record
-- grain:    one measure, period, indicator, product line (or all), stratum kind and stratum, and source of record (or all)
-- source:   msr_cis, msr_ima, msr_ais, msr_prs, fct_plan_enrollment, dim_person
-- definition: Initial population, exclusions, denominator and numerator as in electronic clinical data reporting, by product line, and
--           within it by race and ethnicity. Source all has every count and the rate. Administrative is the plan's roster: it
--           gives the initial population. HIE/registry gives exclusions and numerator, and the initial population where no
--           roster is loaded. EHR and case management are the plan's own to add and stand with zero. What no source
--           records of hospice, transplant and contraindications cannot be ascertained. has_roster tells whether it may be
--           read as a plan rate. A delivery is of the line that covers its day.
-- nulls:    denominator and rate are null for a single source; rate is null where the denominator is 0

with rows as (
    select 'cis' as measure, * from msr_cis
    union all
    select 'ima', * from msr_ima
    union all
    select 'ais', * from msr_ais
    union all
    select 'prs', * from msr_prs
),

-- Without a roster units are persons, whose keys are no member's.
delivery_line as (
    select delivery.delivery_key, min(span.product_line) as product_line
    from fct_delivery as delivery
    join fct_plan_enrollment as span
        on span.person_key = delivery.person_key
        and span.from_date <= delivery.delivery_date
        and coalesce(span.to_date >= delivery.delivery_date, true)
    group by delivery.delivery_key
),

units as (
    select
        rows.measure,
        rows.period,
        rows.indicator,
        rows.in_denominator,
        rows.is_excluded,
        rows.in_numerator,
        coalesce(member.product_line, delivery_line.product_line, 'none') as product_line,
        case
            when person.race is null then 'unknown'
            when contains(person.race, ';') then 'multiple'
            else person.race
        end as race,
        coalesce(person.ethnicity, 'unknown') as ethnicity
    from rows
    -- One equality a join: a further condition on the rows would compare every row with every member.
    left join plan_member_line as member on member.member_key = case when rows.measure <> 'prs' then rows.unit_key end
    left join delivery_line on delivery_line.delivery_key = case when rows.measure = 'prs' then rows.unit_key end
    left join dim_person as person on person.person_key = rows.person_key
),

counted as (
    select
        measure,
        period,
        indicator,
        case when grouping(product_line) = 0 then product_line else 'all' end as product_line,
        case when grouping(race) = 0 then 'race' when grouping(ethnicity) = 0 then 'ethnicity' else 'all' end as stratum_kind,
        coalesce(race, ethnicity, 'all') as stratum,
        count(*) as n_initial,
        count(*) filter (is_excluded = 1) as n_excluded,
        count(*) filter (in_denominator = 1 and is_excluded = 0) as n_denominator,
        count(*) filter (in_denominator = 1 and is_excluded = 0 and in_numerator = 1) as n_numerator
    from units
    group by grouping sets (
        (measure, period, indicator), (measure, period, indicator, race), (measure, period, indicator, ethnicity),
        (measure, period, indicator, product_line), (measure, period, indicator, product_line, race),
        (measure, period, indicator, product_line, ethnicity)
    )
),

roster as (
    select count(*) > 0 as has_roster from fct_plan_enrollment
),

sources (record_source) as (
    values ('all'), ('administrative'), ('HIE/registry'), ('EHR'), ('case management')
)

select
    measure,
    period,
    indicator,
    product_line,
    stratum_kind,
    stratum,
    record_source,
    cast(case
        when record_source = 'all' then n_initial
        when record_source = case when has_roster then 'administrative' else 'HIE/registry' end then n_initial
        else 0
    end as bigint) as n_initial,
    cast(case when record_source in ('all', 'HIE/registry') then n_excluded else 0 end as bigint) as n_excluded,
    cast(case when record_source = 'all' then n_denominator end as bigint) as n_denominator,
    cast(case when record_source in ('all', 'HIE/registry') then n_numerator else 0 end as bigint) as n_numerator,
    case when record_source = 'all' and n_denominator > 0 then n_numerator / n_denominator end as rate,
    has_roster
from counted
cross join sources
cross join roster
where product_line <> 'none' or has_roster
order by measure, period, indicator, product_line, stratum_kind, stratum, record_source
