-- title:    Prenatal immunization status
-- grain:    one row per indicator and delivery: influenza, Tdap, combination
-- unit:     deliveries
-- period:   calendar_year; deliveries in it
-- steward:  HEDIS-aligned, not NCQA-certified, unaudited
-- version:  codes prs_parameter and value_set
-- source:   measure definitions a.4, read 2026-11-22 (secondary sources)
-- definition: Deliveries with a recorded gestational age, enrolled without a gap from 28 days before where a roster is
--           loaded, at most one in 180 days for one mother. Influenza (no live vaccine, which is not for pregnancy) from 1 July before the year to delivery, Tdap from
--           the start of pregnancy to delivery, or a recorded alternative on or before delivery. Deliveries before 37
--           weeks and mothers who died or were in hospice care are excluded before the 180-day rule. Without delivery
--           files the measure has no rows.
-- nulls:    evidence_date is null exactly when in_numerator = 0; person_key is null for an unmatched mother

with doses as (
    select
        delivery.delivery_key,
        case set_cvx.value_set when 'tdap' then 'tdap' else 'influenza' end as antigen,
        min(dose.admin_date) as evidence_date
    from prs_delivery as delivery
    join fct_dose as dose on dose.person_key = delivery.person_key and dose.is_completed
    join value_set_cvx as set_cvx using (cvx)
    where dose.admin_date <= delivery.delivery_date
        and case set_cvx.value_set
            when 'tdap' then dose.admin_date >= delivery.delivery_date - 7 * delivery.gestational_weeks
            when 'influenza_prenatal' then dose.admin_date >= make_date(year(getvariable('period_end')) - 1, 7, 1)
            else false
        end
    group by delivery.delivery_key, antigen
),

alternatives as (
    select
        delivery.delivery_key,
        alternative.indicator as antigen,
        min(finding.observed_date) as evidence_date
    from prs_delivery as delivery
    join person_finding as finding
        on finding.person_key = delivery.person_key
        and finding.observed_date <= delivery.delivery_date
        and not finding.is_refuted
    join code_measure_alternative as alternative
        on alternative.measure = 'prs'
        and alternative.finding_set = finding.finding_set
    group by delivery.delivery_key, alternative.indicator
),

antigens as (
    select delivery_key, antigen, min(evidence_date) as evidence_date
    from (select * from doses union all select * from alternatives)
    group by delivery_key, antigen
),

met as (
    select delivery_key, antigen as indicator, evidence_date from antigens
    union all
    select delivery_key, 'combination', max(evidence_date) from antigens group by delivery_key having count(*) = 2
)

select
    wanted.indicator,
    delivery.delivery_key as unit_key,
    delivery.person_key,
    1 as in_denominator,
    cast(delivery.exclusion_reason is not null as integer) as is_excluded,
    cast(met.evidence_date is not null as integer) as in_numerator,
    met.evidence_date,
    delivery.exclusion_reason
from prs_delivery as delivery
cross join (select unnest(['influenza', 'tdap', 'combination']) as indicator) as wanted
left join met on met.delivery_key = delivery.delivery_key and met.indicator = wanted.indicator
