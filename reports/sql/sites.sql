-- title:    Sites that take part
-- grain:    one kind of site, and all
-- source:   agg_site_participation
-- nulls:    none

select kind, n_sites, n_submitting, n_vaccinating
from agg_site_participation
order by kind <> 'all', kind
