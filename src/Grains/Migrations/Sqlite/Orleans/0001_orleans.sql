-- Tables and the queries that Orleans' AdoNet providers ask for. Each write is one statement (an upsert, or a trigger),
-- so that a crash or a locked file never leaves a transaction open; keys are unique, so that a first write cannot be stored twice.
CREATE TABLE IF NOT EXISTS OrleansQuery(QueryKey TEXT PRIMARY KEY, QueryText TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS grain_state(
  service TEXT NOT NULL, type TEXT NOT NULL, key TEXT NOT NULL, n0 INTEGER NOT NULL, n1 INTEGER NOT NULL,
  version INTEGER NOT NULL, changed TEXT NOT NULL, payload BLOB,
  PRIMARY KEY(service, type, key, n0, n1));
CREATE TABLE IF NOT EXISTS reminder(
  service TEXT NOT NULL, hash INTEGER NOT NULL, grain TEXT NOT NULL, name TEXT NOT NULL,
  start TEXT NOT NULL, period INTEGER NOT NULL, version INTEGER NOT NULL,
  PRIMARY KEY(service, grain, name)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reminder_hash ON reminder(service, hash);
CREATE TABLE IF NOT EXISTS cluster_version(deployment TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS silo(
  deployment TEXT NOT NULL, address TEXT NOT NULL, port INTEGER NOT NULL, generation INTEGER NOT NULL,
  name TEXT NOT NULL, host TEXT NOT NULL, status INTEGER NOT NULL, proxy INTEGER NOT NULL,
  suspects TEXT, started TEXT NOT NULL, alive TEXT NOT NULL,
  PRIMARY KEY(deployment, address, port, generation)) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS silo_joined AFTER INSERT ON silo BEGIN
  UPDATE cluster_version SET version = version + 1 WHERE deployment = NEW.deployment; END;
CREATE TRIGGER IF NOT EXISTS silo_changed AFTER UPDATE OF status ON silo BEGIN
  UPDATE cluster_version SET version = version + 1 WHERE deployment = NEW.deployment; END;

INSERT OR REPLACE INTO OrleansQuery VALUES
('WriteToStorageKey', '
INSERT INTO grain_state(service, type, key, n0, n1, version, changed, payload)
SELECT @ServiceId, @GrainTypeString, coalesce(@GrainIdExtensionString, ''''), @GrainIdN0, @GrainIdN1, 1, datetime(''now''), @PayloadBinary
WHERE @GrainStateVersion IS NULL OR EXISTS(SELECT 1 FROM grain_state WHERE service = @ServiceId AND type = @GrainTypeString
  AND key = coalesce(@GrainIdExtensionString, '''') AND n0 = @GrainIdN0 AND n1 = @GrainIdN1)
ON CONFLICT DO UPDATE SET version = version + 1, changed = excluded.changed, payload = excluded.payload
  WHERE version = @GrainStateVersion
RETURNING version AS NewGrainStateVersion'),
('ReadFromStorageKey', '
SELECT payload AS PayloadBinary, version AS Version FROM grain_state WHERE service = @ServiceId AND type = @GrainTypeString
  AND key = coalesce(@GrainIdExtensionString, '''') AND n0 = @GrainIdN0 AND n1 = @GrainIdN1'),
('ClearStorageKey', '
UPDATE grain_state SET payload = NULL, version = version + 1, changed = datetime(''now'') WHERE service = @ServiceId
  AND type = @GrainTypeString AND key = coalesce(@GrainIdExtensionString, '''') AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
  AND version = @GrainStateVersion RETURNING version AS NewGrainStateVersion'),
('DeleteStorageKey', '
DELETE FROM grain_state WHERE service = @ServiceId AND type = @GrainTypeString
  AND key = coalesce(@GrainIdExtensionString, '''') AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
  AND version = @GrainStateVersion RETURNING version + 1 AS NewGrainStateVersion'),

('UpsertReminderRowKey', '
INSERT INTO reminder VALUES(@ServiceId, @GrainHash, @GrainId, @ReminderName, @StartTime, @Period, 0)
ON CONFLICT DO UPDATE SET start = excluded.start, period = excluded.period, hash = excluded.hash, version = version + 1
RETURNING version AS Version'),
('ReadReminderRowsKey', 'SELECT grain AS GrainId, name AS ReminderName, start AS StartTime, period AS Period, version AS Version
FROM reminder WHERE service = @ServiceId AND grain = @GrainId'),
('ReadReminderRowKey', 'SELECT grain AS GrainId, name AS ReminderName, start AS StartTime, period AS Period, version AS Version
FROM reminder WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName'),
('ReadRangeRows1Key', 'SELECT grain AS GrainId, name AS ReminderName, start AS StartTime, period AS Period, version AS Version
FROM reminder WHERE service = @ServiceId AND hash > @BeginHash AND hash <= @EndHash'),
('ReadRangeRows2Key', 'SELECT grain AS GrainId, name AS ReminderName, start AS StartTime, period AS Period, version AS Version
FROM reminder WHERE service = @ServiceId AND (hash > @BeginHash OR hash <= @EndHash)'),
('DeleteReminderRowKey', 'DELETE FROM reminder WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName
  AND version = @Version; SELECT changes()'),
('DeleteReminderRowsKey', 'DELETE FROM reminder WHERE service = @ServiceId'),

('InsertMembershipVersionKey', 'INSERT INTO cluster_version VALUES(@DeploymentId, 0) ON CONFLICT DO NOTHING; SELECT changes()'),
('InsertMembershipKey', '
INSERT INTO silo SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, NULL, @StartTime, @IAmAliveTime
FROM cluster_version WHERE deployment = @DeploymentId AND version = @Version ON CONFLICT DO NOTHING; SELECT changes()'),
('UpdateMembershipKey', '
UPDATE silo SET status = @Status, suspects = @SuspectTimes, alive = @IAmAliveTime
WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
  AND EXISTS(SELECT 1 FROM cluster_version WHERE deployment = @DeploymentId AND version = @Version); SELECT changes()'),
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
('DeleteMembershipTableEntriesKey', 'DELETE FROM silo WHERE deployment = @DeploymentId; DELETE FROM cluster_version WHERE deployment = @DeploymentId'),
('CleanupDefunctSiloEntriesKey', 'DELETE FROM silo WHERE deployment = @DeploymentId AND alive < @IAmAliveTime AND status = 6');
