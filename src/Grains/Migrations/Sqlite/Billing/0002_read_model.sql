-- Rows for lists, search and the sweep, written in the transaction of their events; the journal can rebuild them.
-- key counts rows in order of creation: pages go by it. folded is the name as search compares it.

CREATE TABLE organization(
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  state TEXT NOT NULL,
  renews_at INTEGER,
  has_unknown_payment INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  next_due_at INTEGER,
  next_effect_at INTEGER);
CREATE INDEX organization_account ON organization(account_id, key);
CREATE INDEX organization_state ON organization(state, key);
CREATE INDEX organization_unknown_payment ON organization(key) WHERE has_unknown_payment = 1;
CREATE INDEX organization_due ON organization(next_due_at) WHERE next_due_at IS NOT NULL;
CREATE INDEX organization_effect ON organization(next_effect_at) WHERE next_effect_at IS NOT NULL;

CREATE TABLE account(
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  folded TEXT NOT NULL);

CREATE TABLE member(
  organization_id TEXT NOT NULL,
  id TEXT NOT NULL,
  removed INTEGER NOT NULL,
  PRIMARY KEY(organization_id, id)) WITHOUT ROWID;
CREATE INDEX member_present ON member(id, organization_id) WHERE removed = 0;

CREATE TABLE mail(
  organization_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  id TEXT NOT NULL,
  template TEXT NOT NULL,
  subject TEXT NOT NULL,
  recipients TEXT NOT NULL, -- a JSON array
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  queued_at INTEGER NOT NULL,
  sent_at INTEGER,
  status TEXT NOT NULL,
  error TEXT,
  invoice_number TEXT,
  PRIMARY KEY(organization_id, number),
  UNIQUE(organization_id, id));
CREATE INDEX mail_invoice ON mail(organization_id, invoice_number, number) WHERE invoice_number IS NOT NULL;
