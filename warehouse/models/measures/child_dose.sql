-- title:    When a child met the childhood rules by doses, and the first days of those that products decide
-- grain:    one child with a dose that some rule counts
-- source:   rule_visit, rule_in_force: the n-th distinct day within the window; n is the rule's. Rules of the measure 'child'
--           are common to cis and cms117, so both read this part
-- nulls:    a date is null where the doses are too few

with term as (
    select
        max({'bit': bit, 'n': n_doses}) filter (indicator = 'dtap') as dtap,
        max({'bit': bit, 'n': n_doses}) filter (indicator = 'ipv') as ipv,
        max({'bit': bit, 'n': n_doses}) filter (indicator = 'mmr') as mmr,
        max({'bit': bit, 'n': n_doses}) filter (indicator = 'hib' and path = 'doses') as hib,
        max({'bit': bit, 'n': n_doses}) filter (indicator = 'hib' and path = 'four_dose') as hib_four,
        max({'bit': bit, 'n': n_doses}) filter (indicator = 'hepb') as hepb,
        max({'bit': bit, 'n': n_doses}) filter (indicator = 'vzv') as vzv,
        max({'bit': bit, 'n': n_doses}) filter (indicator = 'pcv') as pcv,
        max({'bit': bit, 'n': n_doses}) filter (indicator = 'hepa') as hepa,
        max({'bit': bit, 'n': n_doses}) filter (indicator = 'rotavirus' and path = 'two_dose') as rota_two,
        max({'bit': bit, 'n': n_doses}) filter (indicator = 'rotavirus' and path = 'three_dose') as rota_three,
        max({'bit': bit, 'n': n_doses}) filter (measure = 'cis' and indicator = 'influenza') as flu_cis,
        max({'bit': bit, 'n': n_doses}) filter (measure = 'cms117' and indicator = 'influenza') as flu_cms117,
        max({'bit': bit, 'n': n_doses}) filter (measure = 'child' and path = 'live') as live
    from rule_in_force
    where measure in ('child', 'cis', 'cms117')
),

-- The first days on which each rule counts a dose, as many as can matter.
shots as (
    select
        visit.person_key,
        min(day, term.dtap.n) filter (rules & term.dtap.bit <> 0) as dtap,
        min(day, term.ipv.n) filter (rules & term.ipv.bit <> 0) as ipv,
        min(day, term.mmr.n) filter (rules & term.mmr.bit <> 0) as mmr,
        min(day, term.vzv.n) filter (rules & term.vzv.bit <> 0) as vzv,
        min(day, term.pcv.n) filter (rules & term.pcv.bit <> 0) as pcv,
        min(day, term.hepa.n) filter (rules & term.hepa.bit <> 0) as hepa,
        min(day, term.hepb.n) filter (rules & term.hepb.bit <> 0) as hepb,
        min(day, 4) filter (rules & term.hib.bit <> 0) as hib,
        min(day) filter (rules & term.hib_four.bit <> 0) as hib_four,
        min(day, 3) filter (rules & term.rota_two.bit <> 0) as rota_two,
        min(day, 3) filter (rules & term.rota_three.bit <> 0) as rota_three,
        min(day, 3) filter (rules & (term.rota_two.bit | term.rota_three.bit) <> 0) as rota,
        min(day, term.flu_cis.n) filter (rules & term.flu_cis.bit <> 0) as flu_cis,
        min(day, term.flu_cms117.n) filter (rules & term.flu_cms117.bit <> 0) as flu_cms117,
        min(day) filter (rules & term.live.bit <> 0) as live
    from rule_visit as visit
    cross join term
    group by visit.person_key
)

select
    shots.person_key,
    shots.dtap[term.dtap.n] as dtap,
    shots.ipv[term.ipv.n] as ipv,
    shots.mmr[term.mmr.n] as mmr,
    shots.vzv[term.vzv.n] as vzv,
    shots.pcv[term.pcv.n] as pcv,
    shots.hepa[term.hepa.n] as hepa,
    shots.hepb[term.hepb.n] as hepb,
    shots.hib[term.hib.n] as hib,
    shots.hib[4] as hib_fourth,
    shots.hib_four is not null as has_hib_four,
    shots.rota_two[term.rota_two.n] as rota_two,
    shots.rota_two[1] as rota_two_first,
    shots.rota_three[term.rota_three.n] as rota_three,
    shots.rota_three[2] as rota_three_second,
    shots.rota_three is not null as has_rota_three,
    shots.rota[2] as rota_second,
    shots.rota[3] as rota_third,
    shots.flu_cis[term.flu_cis.n] as flu_cis,
    shots.flu_cis[1] as flu_cis_first,
    shots.flu_cms117[term.flu_cms117.n] as flu_cms117,
    shots.flu_cms117[1] as flu_cms117_first,
    shots.live
from shots
cross join term
