-- title:    Vaccines by CVX
-- grain:    one CVX code
-- source:   codes cvx

select
    cvx,
    name as vaccine_name,
    status
from code_cvx
order by cvx
