-- The first schema. The library (pack, prompt, cell) can be rebuilt from the packs; the journal
-- (partner, sitting, card, note, mark) can't. Moments are Unix time in ms, zones minutes east of
-- UTC on that day. Lists are words with blanks between, follow-ups lines. Every row of the journal
-- has a UUIDv7, the moment it last changed, the moment it was deleted (0: it wasn't) and a
-- checksum. Few objects, because each is read at every start.
CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE pack(id TEXT PRIMARY KEY, title TEXT NOT NULL, version TEXT NOT NULL,
  lang TEXT NOT NULL, license TEXT NOT NULL, author TEXT, source TEXT,
  extra TEXT, builtin INTEGER NOT NULL, prompts INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE prompt(number INTEGER PRIMARY KEY, cell INTEGER, ordinal INTEGER,
  pack TEXT NOT NULL, id TEXT NOT NULL,
  text TEXT NOT NULL, focus TEXT, speaker TEXT, access_alt TEXT, lighter_alt TEXT, protocol TEXT,
  extra TEXT, mood TEXT NOT NULL, mode TEXT NOT NULL, dimension TEXT NOT NULL,
  depth INTEGER NOT NULL, minutes INTEGER NOT NULL, consent TEXT NOT NULL, facets TEXT NOT NULL,
  flags TEXT NOT NULL, requires TEXT NOT NULL, response TEXT, to_do TEXT, to_avoid TEXT,
  to_ask TEXT, followups TEXT NOT NULL,
  UNIQUE(pack, id), UNIQUE(cell, ordinal)) STRICT;
CREATE TABLE cell(key INTEGER PRIMARY KEY, prompts INTEGER NOT NULL) STRICT;
CREATE TABLE partner(id TEXT PRIMARY KEY, place TEXT NOT NULL, name TEXT NOT NULL,
  changed INTEGER NOT NULL, deleted INTEGER NOT NULL, hash INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE sitting(id TEXT PRIMARY KEY, started INTEGER NOT NULL, started_zone INTEGER NOT NULL,
  touched INTEGER NOT NULL, touched_zone INTEGER NOT NULL, ended INTEGER,
  changed INTEGER NOT NULL, deleted INTEGER NOT NULL, hash INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE card(sitting TEXT NOT NULL REFERENCES sitting(id), id TEXT NOT NULL,
  outcome TEXT NOT NULL, first TEXT REFERENCES partner(id), dealt INTEGER NOT NULL,
  at INTEGER NOT NULL, at_zone INTEGER NOT NULL, steps TEXT NOT NULL, why TEXT NOT NULL,
  pack TEXT NOT NULL, prompt TEXT NOT NULL,
  text TEXT NOT NULL, focus TEXT, speaker TEXT, access_alt TEXT, lighter_alt TEXT, protocol TEXT,
  extra TEXT, mood TEXT NOT NULL, mode TEXT NOT NULL, dimension TEXT NOT NULL,
  depth INTEGER NOT NULL, minutes INTEGER NOT NULL, consent TEXT NOT NULL, facets TEXT NOT NULL,
  flags TEXT NOT NULL, requires TEXT NOT NULL, response TEXT, to_do TEXT, to_avoid TEXT,
  to_ask TEXT, followups TEXT NOT NULL,
  changed INTEGER NOT NULL, deleted INTEGER NOT NULL, hash INTEGER NOT NULL,
  PRIMARY KEY(sitting, id)) STRICT;
CREATE INDEX card_aside ON card(at) WHERE outcome IN ('another', 'stopped');
CREATE TABLE note(sitting TEXT NOT NULL, card TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
  text TEXT NOT NULL, changed INTEGER NOT NULL, deleted INTEGER NOT NULL, hash INTEGER NOT NULL,
  PRIMARY KEY(sitting, card, id),
  FOREIGN KEY(sitting, card) REFERENCES card(sitting, id) DEFERRABLE INITIALLY DEFERRED)
  STRICT, WITHOUT ROWID;
CREATE TABLE mark(id TEXT PRIMARY KEY, pack TEXT NOT NULL, prompt TEXT NOT NULL,
  kind TEXT NOT NULL, changed INTEGER NOT NULL, deleted INTEGER NOT NULL, hash INTEGER NOT NULL)
  STRICT, WITHOUT ROWID;
