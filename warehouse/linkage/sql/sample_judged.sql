-- title:    Lines of a filled-in sample with the stratum of their pair and who told its records
-- grain:    one line; the stratum is null where the records are no compared pair
-- needs:    judged_line, sample_pair, staged_person

select
    judged_line.line,
    sample_pair.stratum,
    a.sender as sender_a,
    b.sender as sender_b
from judged_line
left join sample_pair
    on sample_pair.record_a = judged_line.record_a and sample_pair.record_b = judged_line.record_b
left join staged_person as a on a.record_key = judged_line.record_a
left join staged_person as b on b.record_key = judged_line.record_b
order by judged_line.line
