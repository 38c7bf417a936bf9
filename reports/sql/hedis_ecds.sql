-- title:    One measure by product line, race, ethnicity and source of record
-- grain:    one indicator, product line (or all), stratum kind and stratum, its sources side by side
-- source:   agg_ecds
-- definition: EHR and case management are the plan's own to add.
-- nulls:    none

select
    indicator,
    product_line,
    stratum_kind,
    stratum,
    max(n_initial) filter (record_source = 'all') as n_initial,
    max(n_initial) filter (record_source = 'administrative') as n_initial_administrative,
    max(n_initial) filter (record_source = 'HIE/registry') as n_initial_registry,
    max(n_excluded) filter (record_source = 'all') as n_excluded,
    max(n_excluded) filter (record_source = 'HIE/registry') as n_excluded_registry,
    max(n_denominator) filter (record_source = 'all') as n_denominator,
    max(n_numerator) filter (record_source = 'all') as n_numerator,
    max(n_numerator) filter (record_source = 'HIE/registry') as n_numerator_registry,
    max(n_numerator) filter (record_source = 'EHR') as n_numerator_ehr,
    max(n_numerator) filter (record_source = 'case management') as n_numerator_case_management
from agg_ecds
where measure = $measure and period = $period
group by indicator, product_line, stratum_kind, stratum
order by indicator, product_line <> 'all', product_line, stratum_kind, stratum
