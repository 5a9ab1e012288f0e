-- Rows for lists, search and the sweep, written in the transaction of their events; the journal can rebuild them.
-- key counts rows in order of creation: pages go by it. folded is the name as search compares it.

CREATE TABLE organization(
  key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  account_id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  folded text COLLATE "C" NOT NULL,
  state text NOT NULL,
  renews_at bigint,
  has_unknown_payment boolean NOT NULL,
  created_at bigint NOT NULL,
  next_due_at bigint,
  next_effect_at bigint) WITH (fillfactor = 80);
CREATE INDEX organization_account ON organization(account_id, key);
CREATE INDEX organization_state ON organization(state, key);
CREATE INDEX organization_unknown_payment ON organization(key) WHERE has_unknown_payment;
CREATE INDEX organization_due ON organization(next_due_at) WHERE next_due_at IS NOT NULL;
CREATE INDEX organization_effect ON organization(next_effect_at) WHERE next_effect_at IS NOT NULL;

CREATE TABLE account(
  key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  name text NOT NULL,
  folded text COLLATE "C" NOT NULL);

CREATE TABLE member(
  organization_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  removed boolean NOT NULL,
  PRIMARY KEY(organization_id, id));
CREATE INDEX member_present ON member(id, organization_id) WHERE NOT removed;

CREATE TABLE mail(
  organization_id text COLLATE "C" NOT NULL,
  number bigint NOT NULL,
  id text COLLATE "C" NOT NULL,
  template text NOT NULL,
  subject text NOT NULL,
  recipients text NOT NULL, -- a JSON array
  text text NOT NULL,
  html text NOT NULL,
  queued_at bigint NOT NULL,
  sent_at bigint,
  status text NOT NULL,
  error text,
  invoice_number text,
  PRIMARY KEY(organization_id, number),
  UNIQUE(organization_id, id)) WITH (fillfactor = 90);
CREATE INDEX mail_invoice ON mail(organization_id, invoice_number, number) WHERE invoice_number IS NOT NULL;
CREATE INDEX mail_template ON mail(organization_id, number, template);

-- Staff's queue of requests for ad hoc seats: those that wait for an answer first, each part by the instant at which it is due.
CREATE TABLE ad_hoc_request(
  id text COLLATE "C" PRIMARY KEY,
  organization_id text COLLATE "C" NOT NULL,
  state text NOT NULL,
  answered boolean NOT NULL,
  due_by bigint NOT NULL,
  on_test_clock boolean NOT NULL);
CREATE INDEX ad_hoc_request_queue ON ad_hoc_request(answered, due_by, id);
