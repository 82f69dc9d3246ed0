-- Orders are found by the customer's e-mail address and telephone as well; of erased customers nothing is kept. The text is
-- the one that the projection writes (write-customers.ts), so nothing has to be read again.
UPDATE order_customers SET search_text = nullif(concat_ws(E'\n',
  nullif(concat_ws(' ', customer ->> 'firstName', customer ->> 'lastName', customer ->> 'company'), ''),
  nullif(customer ->> 'email', ''),
  nullif(customer ->> 'phone', ''),
  nullif(regexp_replace(customer ->> 'phone', '[^0-9]', '', 'g'), '')), '')
WHERE customer IS NOT NULL;
