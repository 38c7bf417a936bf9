-- title:    A parameter of the program
-- grain:    one parameter
-- source:   dim_parameter

select value
from dim_parameter
where kind = 'program' and name = $name
