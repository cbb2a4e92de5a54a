-- A pause that was agreed, the one word at the end of an evening, and how a plan stands. Every row
-- gets a checksum over its new columns too, unless the old one was wrong: that stays to be found.
ALTER TABLE sitting ADD COLUMN pause INTEGER;
ALTER TABLE sitting ADD COLUMN pause_zone INTEGER;
ALTER TABLE sitting ADD COLUMN ending TEXT;
ALTER TABLE note ADD COLUMN state TEXT;
UPDATE sitting SET hash = seal(id, started, started_zone, touched, touched_zone, ended, changed,
  deleted, pause, pause_zone, ending) WHERE hash IS seal(id, started, started_zone, touched,
  touched_zone, ended, changed, deleted);
UPDATE note SET hash = seal(sitting, card, id, kind, text, changed, deleted, state)
  WHERE hash IS seal(sitting, card, id, kind, text, changed, deleted);
CREATE INDEX note_plan ON note(id) WHERE state = 'open';
