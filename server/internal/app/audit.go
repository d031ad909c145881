package app

import (
	"time"

	"tongbao/server/ledger"
)

// AuditEntry is one line of the log (日志), chained to the one before it by
// hash.
type AuditEntry struct {
	ID      int64
	At      time.Time
	Actor   Actor
	Action  string // "accept", "draft", "issue", "deliver" …
	Subject string // what it was done to
	Detail  string
	Result  Result // "" in entries from before there was one
	Hash    string
}

// Result is how what the log tells of ended.
type Result string

// The results. Partial is what was done in part, as the good rows of a table;
// Unknown what nobody can know, as whether a mail arrived.
const (
	Done    Result = "done"
	Partial Result = "partial"
	Failure Result = "failed"
	Unknown Result = "unknown"
)

// Results are all results, what is well first.
var Results = []Result{Done, Partial, Failure, Unknown}

// AuditFilter says which entries of the log are asked for.
type AuditFilter struct {
	Action   string      // "" for all
	Result   Result      // "" for all
	Words    string      // in the actor, the subject or the detail
	From, To ledger.Date // the days in Beijing, both taken in; zero is open
	Upto     int64       // the number of the newest; 0 is open
	Limit    int         // the newest so many
}
