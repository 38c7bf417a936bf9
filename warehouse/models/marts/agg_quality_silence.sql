-- title:    Feeds that fell silent
-- grain:    one sender, and one sender and practice
-- source:   fct_message, codes quality_parameter
-- definition: A feed is silent when the days since its last message are more than the parameter, more than nine of ten of its gaps
--           between days with messages, and as far above the usual gap as a robust z of the parameter. Usual gap and spread are over the last 104 weeks; the spread
--           is never less than one day. Its last message is the one of the latest sent_date.
-- nulls:    practice_key is null on the level sender; usual gap, spread and z with fewer gaps than the parameter asks for

with days as (
    select 'sender' as level, sender, cast(null as bigint) as practice_key, sent_date, max(message_key) as message_key
    from fct_message
    where sent_date <= getvariable('as_of')
    group by sender, sent_date
    union all
    select 'practice', sender, practice_key, sent_date, max(message_key)
    from fct_message
    where sent_date <= getvariable('as_of') and practice_key is not null
    group by sender, practice_key, sent_date
),

gaps as (
    select
        *,
        sent_date - lag(sent_date) over (partition by level, sender, practice_key order by sent_date) as gap
    from days
),

feeds as (
    select
        level,
        sender,
        practice_key,
        max(sent_date) as last_date,
        arg_max(message_key, sent_date) as last_message_key,
        getvariable('as_of') - max(sent_date) as n_days_silent,
        list(gap order by sent_date) filter (gap is not null and sent_date > getvariable('as_of') - 7 * terms.weeks_shown) as gaps
    from gaps
    cross join quality_terms as terms
    group by level, sender, practice_key, terms.weeks_shown
),

medians as (
    select *, list_median(gaps) as usual_gap
    from feeds
),

judged as (
    select
        medians.*,
        greatest(1.4826 * list_median(list_transform(gaps, lambda value: abs(value - usual_gap))), 1) as spread,
        coalesce(len(gaps), 0) >= terms.gaps_least as is_judged,
        terms.z_flag,
        terms.silent_days_least
    from medians
    cross join quality_terms as terms
)

select
    level,
    sender,
    practice_key,
    last_date,
    last_message_key,
    cast(n_days_silent as integer) as n_days_silent,
    case when is_judged then usual_gap end as usual_gap,
    case when is_judged then spread end as spread,
    case when is_judged then (n_days_silent - usual_gap) / spread end as z,
    coalesce(
        is_judged
        and n_days_silent > silent_days_least
        and n_days_silent > list_aggregate(gaps, 'quantile_cont', 0.9)
        and (n_days_silent - usual_gap) / spread >= z_flag,
        false
    ) as is_silent
from judged
order by level, sender, practice_key nulls first
