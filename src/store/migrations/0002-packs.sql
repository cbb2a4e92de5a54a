-- A pack can be switched off: its prompts stay, and are not dealt.
ALTER TABLE pack ADD COLUMN enabled INTEGER NOT NULL DEFAULT 1;
