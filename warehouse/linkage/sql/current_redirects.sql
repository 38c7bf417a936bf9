-- title:    Where keys that no longer stand lead to
-- grain:    one key that was a person's and is not
-- source:   redirects of all generations, followed to their end

with recursive newest as (
    select old_person_key, arg_max(person_key, from_generation) as person_key
    from redirect_history
    group by old_person_key
),

followed as (
    select old_person_key, person_key, 1 as step
    from newest
    where old_person_key <> person_key
    union all
    select followed.old_person_key, newest.person_key, followed.step + 1
    from followed
    join newest on newest.old_person_key = followed.person_key
    where newest.person_key <> newest.old_person_key and followed.step < 1000
)

select old_person_key, arg_max(person_key, step) as person_key
from followed
group by old_person_key
order by old_person_key
