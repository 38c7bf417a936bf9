-- title:    Parameters that reports ask for
-- grain:    one kind and name
-- source:   codes program_parameter, recall_parameter; files of the same name in settings/ of the data folder take their place
-- nulls:    none

select 'program' as kind, name, value
from code_program_parameter
union all
select 'recall', name, value
from code_recall_parameter
order by kind, name
