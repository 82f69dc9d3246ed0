-- Formats are named by the contracts that bring them: any name of that form.
ALTER TABLE webhooks.endpoints
  DROP CONSTRAINT endpoints_kind_check,
  ADD CONSTRAINT endpoints_kind_check CHECK (kind ~ '^[a-z][a-z0-9-]{0,31}$');
