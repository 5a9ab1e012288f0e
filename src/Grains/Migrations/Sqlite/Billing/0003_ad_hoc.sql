-- Staff's queue of requests for ad hoc seats: those that wait for an answer first, each part by the instant at which it is due.
CREATE TABLE ad_hoc_request(
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  state TEXT NOT NULL,
  answered INTEGER NOT NULL,
  due_by INTEGER NOT NULL,
  on_test_clock INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX ad_hoc_request_queue ON ad_hoc_request(answered, due_by, id);

-- Pages of mail by template, without looking at the mails that are left out.
CREATE INDEX mail_template ON mail(organization_id, number, template);
