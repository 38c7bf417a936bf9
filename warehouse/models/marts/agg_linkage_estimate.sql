-- title:    How right linking is, by the newest clerical sample
-- grain:    one estimate; no row where no sample was scored
-- source:   link_estimate (registry link sample score): pairs drawn by band of score and judged by a person
-- unit:     shares 0 to 1 of pairs; over_merge is the share of linked pairs that are two persons, under_merge the share of one person's compared pairs that stand apart
-- period:   as of the link generation named

select
    generation,
    n_judged,
    1 - precision_share as over_merge,
    1 - precision_high as over_merge_low,
    1 - precision_low as over_merge_high,
    1 - recall_share as under_merge,
    1 - recall_high as under_merge_low,
    1 - recall_low as under_merge_high
from link_estimate
