-- title:    How right linking is, by the newest clerical sample
-- grain:    one sender, and 'all'; no row where no sample was scored, or no pair of the sender was compared
-- source:   link_estimate (registry link sample score): pairs drawn by band of score and judged by a person
-- unit:     pairs: a sender's are those of which it told at least one record, so that a pair between two senders counts for both and senders do not add up to all; shares 0 to 1 with 95 % intervals: over_merge of linked pairs that are two persons, under_merge of one person's compared pairs that stand apart
-- period:   as of the link generation named
-- nulls:    a share is null where a stratum (linked or apart, and a band of scores) that holds pairs of the sender has no judged one; the counts are there all the same

select
    sender,
    generation,
    n_linked_judged,
    n_linked_different,
    n_apart_judged,
    n_apart_same,
    round(1 - precision_share, 5) as over_merge,
    round(1 - precision_high, 5) as over_merge_low,
    round(1 - precision_low, 5) as over_merge_high,
    round(1 - recall_share, 5) as under_merge,
    round(1 - recall_high, 5) as under_merge_low,
    round(1 - recall_low, 5) as under_merge_high
from link_estimate
order by sender
