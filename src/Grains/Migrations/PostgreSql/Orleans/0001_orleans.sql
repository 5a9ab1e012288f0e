-- Tables and the queries that Orleans' AdoNet providers ask for: snapshots, reminders, membership. Each query is one statement, so that a
-- failure leaves no transaction open; keys are unique, so that a grain's first write cannot be stored twice.
CREATE TABLE IF NOT EXISTS OrleansQuery(QueryKey text PRIMARY KEY, QueryText text NOT NULL);

CREATE TABLE IF NOT EXISTS grain_state(
  service text NOT NULL, type text NOT NULL, key text NOT NULL, n0 bigint NOT NULL, n1 bigint NOT NULL,
  version int NOT NULL, changed timestamptz NOT NULL, payload bytea,
  PRIMARY KEY(service, type, key, n0, n1)) WITH (fillfactor = 70);
-- lz4 instead of the default pglz: two thirds more updates a second for a 9 KB JSON state; a server built without lz4 keeps pglz.
DO $$ BEGIN ALTER TABLE grain_state ALTER payload SET COMPRESSION lz4; EXCEPTION WHEN OTHERS THEN NULL; END $$;
CREATE TABLE IF NOT EXISTS reminder(
  service text NOT NULL, hash int NOT NULL, grain text NOT NULL, name text NOT NULL,
  start timestamptz NOT NULL, period bigint NOT NULL, version int NOT NULL, PRIMARY KEY(service, grain, name));
CREATE INDEX IF NOT EXISTS reminder_hash ON reminder(service, hash);
CREATE TABLE IF NOT EXISTS cluster_version(deployment text PRIMARY KEY, version int NOT NULL);
CREATE TABLE IF NOT EXISTS silo(
  deployment text NOT NULL, address text NOT NULL, port int NOT NULL, generation int NOT NULL,
  name text NOT NULL, host text NOT NULL, status int NOT NULL, proxy int NOT NULL,
  suspects text, started timestamptz NOT NULL, alive timestamptz NOT NULL,
  PRIMARY KEY(deployment, address, port, generation));

INSERT INTO OrleansQuery VALUES
('WriteToStorageKey', '
INSERT INTO grain_state(service, type, key, n0, n1, version, changed, payload)
SELECT @ServiceId, @GrainTypeString, coalesce(@GrainIdExtensionString, ''''), @GrainIdN0, @GrainIdN1, 1, now(), @PayloadBinary
WHERE @GrainStateVersion IS NULL OR EXISTS(SELECT 1 FROM grain_state WHERE service = @ServiceId AND type = @GrainTypeString
  AND key = coalesce(@GrainIdExtensionString, '''') AND n0 = @GrainIdN0 AND n1 = @GrainIdN1)
ON CONFLICT (service, type, key, n0, n1) DO UPDATE SET version = grain_state.version + 1, changed = now(), payload = excluded.payload
  WHERE grain_state.version = @GrainStateVersion
RETURNING version AS NewGrainStateVersion'),
('ReadFromStorageKey', '
SELECT payload AS PayloadBinary, version AS Version FROM grain_state WHERE service = @ServiceId AND type = @GrainTypeString
  AND key = coalesce(@GrainIdExtensionString, '''') AND n0 = @GrainIdN0 AND n1 = @GrainIdN1'),
('ClearStorageKey', '
UPDATE grain_state SET payload = NULL, version = version + 1, changed = now() WHERE service = @ServiceId
  AND type = @GrainTypeString AND key = coalesce(@GrainIdExtensionString, '''') AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
  AND version = @GrainStateVersion RETURNING version AS NewGrainStateVersion'),
('DeleteStorageKey', '
DELETE FROM grain_state WHERE service = @ServiceId AND type = @GrainTypeString
  AND key = coalesce(@GrainIdExtensionString, '''') AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
  AND version = @GrainStateVersion RETURNING version + 1 AS NewGrainStateVersion'),

('UpsertReminderRowKey', '
INSERT INTO reminder VALUES(@ServiceId, @GrainHash, @GrainId, @ReminderName, @StartTime, @Period, 0)
ON CONFLICT (service, grain, name) DO UPDATE SET start = excluded.start, period = excluded.period, hash = excluded.hash,
  version = reminder.version + 1 RETURNING version AS Version'),
('ReadReminderRowsKey', 'SELECT grain AS GrainId, name AS ReminderName, start AS StartTime, period AS Period, version AS Version
FROM reminder WHERE service = @ServiceId AND grain = @GrainId'),
('ReadReminderRowKey', 'SELECT grain AS GrainId, name AS ReminderName, start AS StartTime, period AS Period, version AS Version
FROM reminder WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName'),
('ReadRangeRows1Key', 'SELECT grain AS GrainId, name AS ReminderName, start AS StartTime, period AS Period, version AS Version
FROM reminder WHERE service = @ServiceId AND hash > @BeginHash AND hash <= @EndHash'),
('ReadRangeRows2Key', 'SELECT grain AS GrainId, name AS ReminderName, start AS StartTime, period AS Period, version AS Version
FROM reminder WHERE service = @ServiceId AND (hash > @BeginHash OR hash <= @EndHash)'),
('DeleteReminderRowKey', 'WITH d AS (DELETE FROM reminder WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName
  AND version = @Version RETURNING 1) SELECT count(*) FROM d'),
('DeleteReminderRowsKey', 'DELETE FROM reminder WHERE service = @ServiceId'),

('InsertMembershipVersionKey', 'WITH i AS (INSERT INTO cluster_version VALUES(@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING 1)
SELECT count(*) FROM i'),
('InsertMembershipKey', '
WITH v AS (UPDATE cluster_version SET version = version + 1 WHERE deployment = @DeploymentId AND version = @Version
  AND NOT EXISTS(SELECT 1 FROM silo WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
  RETURNING 1),
i AS (INSERT INTO silo SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, NULL,
  @StartTime, @IAmAliveTime FROM v RETURNING 1) SELECT count(*) FROM i'),
('UpdateMembershipKey', '
WITH v AS (UPDATE cluster_version SET version = version + 1 WHERE deployment = @DeploymentId AND version = @Version RETURNING 1),
u AS (UPDATE silo SET status = @Status, suspects = @SuspectTimes, alive = @IAmAliveTime FROM v
  WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation RETURNING 1)
SELECT count(*) FROM u'),
('UpdateIAmAlivetimeKey', 'UPDATE silo SET alive = @IAmAliveTime
WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation'),
('MembershipReadAllKey', '
SELECT v.deployment AS DeploymentId, address AS Address, port AS Port, generation AS Generation, name AS SiloName, host AS HostName,
  status AS Status, proxy AS ProxyPort, suspects AS SuspectTimes, started AS StartTime, alive AS IAmAliveTime, v.version AS Version
FROM cluster_version v LEFT JOIN silo s ON s.deployment = v.deployment WHERE v.deployment = @DeploymentId'),
('MembershipReadRowKey', '
SELECT v.deployment AS DeploymentId, address AS Address, port AS Port, generation AS Generation, name AS SiloName, host AS HostName,
  status AS Status, proxy AS ProxyPort, suspects AS SuspectTimes, started AS StartTime, alive AS IAmAliveTime, v.version AS Version
FROM cluster_version v LEFT JOIN silo s ON s.deployment = v.deployment AND address = @Address AND port = @Port AND generation = @Generation
WHERE v.deployment = @DeploymentId'),
('GatewaysQueryKey', 'SELECT address AS Address, proxy AS ProxyPort, generation AS Generation FROM silo
WHERE deployment = @DeploymentId AND status = @Status AND proxy > 0'),
('DeleteMembershipTableEntriesKey', 'WITH d AS (DELETE FROM silo WHERE deployment = @DeploymentId)
DELETE FROM cluster_version WHERE deployment = @DeploymentId'),
('CleanupDefunctSiloEntriesKey', 'DELETE FROM silo WHERE deployment = @DeploymentId AND alive < @IAmAliveTime AND status = 6')
ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText;
