-- title:    Compared pairs by sender and stratum
-- grain:    one sender and stratum, and 'all'; a pair between two senders counts for both
-- needs:    sample_pair, staged_person

with told as (
    select
        sample_pair.stratum,
        unnest(list_distinct(['all', a.sender, b.sender])) as sender
    from sample_pair
    left join staged_person as a on a.record_key = sample_pair.record_a
    left join staged_person as b on b.record_key = sample_pair.record_b
)

select sender, stratum, count(*) as n_pairs
from told
where sender is not null
group by sender, stratum
order by sender, stratum
