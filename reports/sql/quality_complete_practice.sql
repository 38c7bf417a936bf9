-- title:    What sites leave out
-- grain:    one sender, site, kind of record and field of which less than the share given is there
-- unit:     records of persons, and doses given, as told by messages of the weeks that the build shows
-- source:   agg_quality_completeness, dim_practice
-- nulls:    practice_name is null where the messages named no site

select complete.sender, practice.practice_name, complete.subject, complete.title, complete.n_rows, complete.n_present
from agg_quality_completeness as complete
left join dim_practice as practice using (practice_key)
where complete.level = 'practice' and complete.n_present < $share * complete.n_rows
order by
    complete.sender, practice.practice_name nulls last, complete.practice_key, complete.subject desc,
    complete.n_present / complete.n_rows, complete.title
