-- title:    Measures by product line, race, ethnicity and source of record
-- grain:    one measure, period, indicator, stratum kind and stratum
-- source:   agg_measure_rate of cis, ima, ais, prs
-- definition: Initial population, exclusions, denominator and numerator as in electronic clinical data reporting. All facts
--           of a registry are of the source HIE/registry; hospice, transplant and contraindications are counted where a
--           source records them and cannot be ascertained otherwise. has_roster tells whether it may be read as a plan rate.
-- nulls:    rate is null where the denominator is 0

select
    measure,
    period,
    indicator,
    case when dimension = 'state' then 'all' else dimension end as stratum_kind,
    member as stratum,
    'HIE/registry' as record_source,
    n_initial,
    n_excluded,
    n_denominator,
    n_numerator,
    rate,
    exists (select 1 from fct_plan_enrollment) as has_roster
from agg_measure_rate
where measure in ('cis', 'ima', 'ais', 'prs')
    and dimension in ('state', 'product_line', 'race', 'ethnicity')
order by measure, period, indicator, stratum_kind, stratum
