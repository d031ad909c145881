package store

// schema0013 lets the outbox hold whole messages, whatever they are about: what
// caused a message stands in the place of its bulletin, and each answer of a
// server has its try, its phase and its code. Messages of before keep theirs;
// what they said is put together as they were sent.
var schema0013 = []string{
	`CREATE TABLE outbox (
		id {id},
		cause TEXT NOT NULL,
		programme TEXT NOT NULL,
		bulletin BIGINT REFERENCES bulletins(id),
		unit TEXT NOT NULL,
		address TEXT NOT NULL,
		message_id TEXT NOT NULL UNIQUE,
		subject TEXT NOT NULL,
		body TEXT NOT NULL,
		files TEXT NOT NULL,
		state TEXT NOT NULL,
		tries BIGINT NOT NULL,
		next_try {time} NOT NULL,
		answer TEXT NOT NULL,
		actor TEXT NOT NULL,
		created_at {time} NOT NULL,
		updated_at {time} NOT NULL,
		claimed_by TEXT NOT NULL DEFAULT '',
		claimed_until {time},
		handed_over_at {time},
		UNIQUE (cause, address)
	)`,
	`CREATE INDEX outbox_due ON outbox (state, next_try)`,
	`CREATE INDEX outbox_bulletin ON outbox (bulletin)`,
	`CREATE TABLE outbox_answers (
		id {id},
		mail BIGINT NOT NULL REFERENCES outbox(id),
		try BIGINT NOT NULL,
		phase TEXT NOT NULL,
		code BIGINT NOT NULL,
		text TEXT NOT NULL,
		actor TEXT NOT NULL,
		created_at {time} NOT NULL
	)`,
	`CREATE INDEX outbox_answers_mail ON outbox_answers (mail)`,
	`INSERT INTO outbox (cause, programme, bulletin, unit, address, message_id, subject, body, files, state, tries,
			next_try, answer, actor, created_at, updated_at, claimed_by, claimed_until, handed_over_at)
		SELECT 'bulletin:' || d.bulletin, b.programme, d.bulletin, d.unit, d.address, d.message_id, v.title,
			d.unit || '：

现将《' || v.title || '》送上，请查收附件。
', '[' || b.pdf || ',' || b.xlsx || ']', d.state, d.tries,
			d.next_try, d.answer, d.actor, d.created_at, d.updated_at, d.claimed_by, d.claimed_until,
			CASE WHEN d.state = 'sending' THEN d.updated_at END
		FROM deliveries d JOIN bulletins b ON b.id = d.bulletin
			JOIN bulletin_versions v ON v.bulletin = b.id AND v.version = b.version
		ORDER BY d.id`,
	`INSERT INTO outbox_answers (mail, try, phase, code, text, actor, created_at)
		SELECT o.id, 0, '', 0, a.answer, '', a.created_at
		FROM delivery_answers a JOIN deliveries d ON d.id = a.delivery JOIN outbox o ON o.message_id = d.message_id
		ORDER BY a.id`,
	`DROP TABLE delivery_answers`,
	`DROP TABLE deliveries`,
}
