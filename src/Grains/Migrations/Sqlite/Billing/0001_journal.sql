-- Instants are whole 100 ns since 1970-01-01T00:00Z, so that they sort and compare exactly.

-- Everything that happened. Append-only, gapless within a stream; position is the place in the feed, null for what is not published.
CREATE TABLE event(
  stream TEXT NOT NULL,
  sequence INTEGER NOT NULL CHECK(sequence > 0),
  public_sequence INTEGER CHECK(public_sequence > 0),
  position INTEGER CHECK((position IS NULL) = (public_sequence IS NULL)),
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY(stream, sequence));
CREATE UNIQUE INDEX event_public ON event(stream, public_sequence) WHERE public_sequence IS NOT NULL;
CREATE UNIQUE INDEX event_position ON event(position) WHERE position IS NOT NULL;

-- The feed's head: one row, the last position given.
CREATE TABLE feed(id INTEGER PRIMARY KEY CHECK(id = 1), position INTEGER NOT NULL);
INSERT INTO feed VALUES(1, 0);

-- Values made once for this database: the deployment's id, secrets.
CREATE TABLE setting(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
