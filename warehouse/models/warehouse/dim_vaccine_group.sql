-- title:    Vaccine groups of a CVX code
-- grain:    one CVX code and vaccine group; a combination vaccine has several rows
-- source:   codes cvx_group

select cvx, vaccine_group
from code_cvx_group
order by cvx, vaccine_group
