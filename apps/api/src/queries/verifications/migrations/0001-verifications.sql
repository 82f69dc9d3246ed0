-- Verifications of the whole log that clients asked for, with what came of them. Not read models: a rebuild leaves them
-- alone. They say what was found on a running system, so a backup does not have them.
CREATE SCHEMA audit;

CREATE TABLE audit.verifications (
  verification_id uuid PRIMARY KEY,
  requested_by    text        NOT NULL,
  -- The hash of a seal that was kept elsewhere, if one was given.
  seal_hash       text,
  status          text        NOT NULL CHECK (status IN ('running', 'done', 'stopped')),
  started_at      timestamptz NOT NULL DEFAULT now(),
  -- Renewed while it runs: a process that was killed leaves a row that is no longer renewed.
  alive_at        timestamptz NOT NULL DEFAULT now(),
  ended_at        timestamptz,
  progress        json,
  result          json
);

-- One at a time, however many processes there are.
CREATE UNIQUE INDEX verifications_running ON audit.verifications ((true)) WHERE status = 'running';
CREATE INDEX verifications_newest ON audit.verifications (started_at DESC, verification_id DESC);
