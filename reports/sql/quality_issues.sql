-- title:    What is wrong with messages
-- grain:    one sender, rule and severity
-- source:   fct_issue, dim_issue_rule, fct_message

select
    message.sender,
    issue.rule,
    issue.severity,
    cast(count(*) as bigint) as n_findings,
    cast(count(distinct issue.message_key) as bigint) as n_messages,
    min(rule.text) as example
from fct_issue as issue
join fct_message as message using (message_key)
join dim_issue_rule as rule using (rule)
where message.sent_date between $from_day and $to_day
group by message.sender, issue.rule, issue.severity
order by n_findings desc, message.sender, issue.rule, issue.severity
