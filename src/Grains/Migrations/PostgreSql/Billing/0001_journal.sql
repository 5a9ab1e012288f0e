-- Instants are whole 100 ns since 1970-01-01T00:00Z, so that they sort and compare exactly. Ids compare byte by byte (COLLATE "C").

-- Everything that happened. Append-only, gapless within a stream; position is the place in the feed, null for what is not published.
CREATE TABLE event(
  stream text COLLATE "C" NOT NULL,
  sequence bigint NOT NULL CHECK(sequence > 0),
  public_sequence bigint CHECK(public_sequence > 0),
  position bigint CHECK((position IS NULL) = (public_sequence IS NULL)),
  kind text NOT NULL,
  version int NOT NULL,
  at bigint NOT NULL,
  actor text NOT NULL,
  payload text NOT NULL,
  PRIMARY KEY(stream, sequence));
CREATE UNIQUE INDEX event_public ON event(stream, public_sequence) WHERE public_sequence IS NOT NULL;
CREATE UNIQUE INDEX event_position ON event(position) WHERE position IS NOT NULL;

-- The feed's head: one row, the last position given. Whoever moves it holds its lock until the commit, so positions are in the order of
-- commits. A page of its own with room for the row's next versions.
CREATE TABLE feed(id int PRIMARY KEY CHECK(id = 1), position bigint NOT NULL) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);
INSERT INTO feed VALUES(1, 0);

-- Values made once for this database: the deployment's id, secrets.
CREATE TABLE setting(name text PRIMARY KEY, value bytea NOT NULL);
