-- title:    Parameters of the quality marts
-- grain:    one row
-- source:   codes quality_parameter
-- database: scratch
-- nulls:    none

select
    max(cast(value as integer)) filter (name = 'weeks_shown') as weeks_shown,
    max(cast(value as integer)) filter (name = 'baseline_weeks') as baseline_weeks,
    max(cast(value as integer)) filter (name = 'baseline_least') as baseline_least,
    max(cast(value as double)) filter (name = 'z_flag') as z_flag,
    max(cast(value as integer)) filter (name = 'mix_least') as mix_least,
    max(cast(value as double)) filter (name = 'share_floor') as share_floor,
    max(cast(value as integer)) filter (name = 'silent_days_least') as silent_days_least,
    max(cast(value as integer)) filter (name = 'gaps_least') as gaps_least,
    max(cast(value as integer)) filter (name = 'spike_least') as spike_least
from code_quality_parameter
