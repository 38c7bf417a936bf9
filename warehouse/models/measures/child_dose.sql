-- title:    When a child met the childhood rules by doses, and the first days of those that products decide
-- grain:    one child with a dose that some rule counts
-- source:   rule_dose, rule_in_force: the n-th distinct day within the window; n is the rule's. Rules of the measure 'child'
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

-- The first days on which each rule counts a dose.
shots as (
    select person_key, days_by_bit(day, rules) as days
    from rule_dose
    group by person_key
),

-- Of rotavirus products together: few children had both.
visits as (
    select
        shots.*,
        case
            when nth_day(days, term.rota_two.bit, 1) is null then days_of(days, term.rota_three.bit)
            when nth_day(days, term.rota_three.bit, 1) is null then days_of(days, term.rota_two.bit)
            else list_sort(list_distinct(days_of(days, term.rota_two.bit) || days_of(days, term.rota_three.bit)))
        end as rota
    from shots
    cross join term
)

select
    person_key,
    nth_day(days, term.dtap.bit, term.dtap.n) as dtap,
    nth_day(days, term.ipv.bit, term.ipv.n) as ipv,
    nth_day(days, term.mmr.bit, term.mmr.n) as mmr,
    nth_day(days, term.vzv.bit, term.vzv.n) as vzv,
    nth_day(days, term.pcv.bit, term.pcv.n) as pcv,
    nth_day(days, term.hepa.bit, term.hepa.n) as hepa,
    nth_day(days, term.hepb.bit, term.hepb.n) as hepb,
    nth_day(days, term.hib.bit, term.hib.n) as hib,
    nth_day(days, term.hib.bit, 4) as hib_fourth,
    nth_day(days, term.hib_four.bit, 1) is not null as has_hib_four,
    nth_day(days, term.rota_two.bit, term.rota_two.n) as rota_two,
    nth_day(days, term.rota_two.bit, 1) as rota_two_first,
    nth_day(days, term.rota_three.bit, term.rota_three.n) as rota_three,
    nth_day(days, term.rota_three.bit, 2) as rota_three_second,
    nth_day(days, term.rota_three.bit, 1) is not null as has_rota_three,
    rota[2] as rota_second,
    rota[3] as rota_third,
    nth_day(days, term.flu_cis.bit, term.flu_cis.n) as flu_cis,
    nth_day(days, term.flu_cis.bit, 1) as flu_cis_first,
    nth_day(days, term.flu_cms117.bit, term.flu_cms117.n) as flu_cms117,
    nth_day(days, term.flu_cms117.bit, 1) as flu_cms117_first,
    nth_day(days, term.live.bit, 1) as live
from visits
cross join term
