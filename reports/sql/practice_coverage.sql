-- title:    Coverage of a practice beside the state and its rank
-- grain:    one practice and indicator; all practices where none is asked for
-- source:   agg_measure_rate, dim_parameter
-- definition: Rank 1 is the highest rate among practices with at least as many in the denominator as rank_least_patients says.
-- nulls:    place is null where the practice is too small to be ranked; before_* are null without an earlier period

with rates as (
    select indicator, member, n_denominator, n_numerator, rate
    from agg_measure_rate
    where measure = $measure and period = $period and dimension = 'practice' and member <> 'none'
),

ranked as (
    select
        indicator,
        member,
        rank() over (partition by indicator order by rate desc) as place,
        count(*) over (partition by indicator) as n_ranked
    from rates
    where n_denominator >= (select cast(value as bigint) from dim_parameter where kind = 'program' and name = 'rank_least_patients')
),

state as (
    select indicator, rate as state_rate
    from agg_measure_rate
    where measure = $measure and period = $period and dimension = 'state'
),

before as (
    select indicator, member, n_denominator as before_denominator, n_numerator as before_numerator
    from agg_measure_rate
    where measure = $measure and period = $before and dimension = 'practice'
)

select
    cast(rates.member as bigint) as practice_key,
    rates.indicator,
    rates.n_denominator,
    rates.n_numerator,
    state.state_rate,
    cast(ranked.place as bigint) as place,
    cast(ranked.n_ranked as bigint) as n_ranked,
    before.before_denominator,
    before.before_numerator
from rates
left join state using (indicator)
left join ranked on ranked.indicator = rates.indicator and ranked.member = rates.member
left join before on before.indicator = rates.indicator and before.member = rates.member
where $practice is null or rates.member = cast($practice as varchar)
order by practice_key, rates.indicator
