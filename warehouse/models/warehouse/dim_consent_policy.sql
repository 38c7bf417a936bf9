-- title:    What follows from a consent fact
-- grain:    one kind of consent and span of days
-- source:   codes consent_policy; settings/consent_policy.csv of the data folder takes its place
-- definition: share: as everyone else. count_only: in figures, never listed. leave_out: in no figure and no list. purge:
--           left out at once, and content removed by the purge command.
-- nulls:    a date is null where the rule has no such end

select
    kind,
    consequence,
    cast(effective_from as date) as effective_from,
    cast(effective_to as date) as effective_to
from code_consent_policy
order by kind, effective_from
