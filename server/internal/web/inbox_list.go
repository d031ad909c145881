package web

import (
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// inboxList is 收件: the files that came in and wait, and those that came today.
type inboxList struct {
	Rows   []inboxRow
	All    bool // accepted ones of earlier days too
	Counts []inboxCount
	// Problem is why what was last asked for could not be done; Refused are the
	// files that were not accepted, each with its reason.
	Problem string
	Refused []inboxRefused
	Keys    []ledger.Programme
	// Outdated are files that are being read again.
	Outdated int
}

// Returns are the files with something to mark in them for their clerks.
func (l inboxList) Returns() []int64 {
	var ids []int64
	for _, r := range l.Rows {
		if state := r.State(); state == app.InboxUnreadable || r.CanReturn() && state != app.InboxDuplicate {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// Open reports whether a file waits to be dealt with.
func (l inboxList) Open() bool {
	return slices.ContainsFunc(l.Rows, func(r inboxRow) bool { return r.Accepted == nil })
}

// inboxBook is a programme and a period of which a file of the list was accepted.
type inboxBook struct {
	Programme *ledger.Programme
	Period    ledger.Period
}

// Books are the programmes and periods that the list's accepted files are of.
func (l inboxList) Books() []inboxBook {
	var books []inboxBook
	seen := map[inboxBook]bool{}
	for _, r := range l.Rows {
		b := inboxBook{r.Programme, r.Reading.Period}
		if r.Accepted != nil && r.Programme != nil && r.Reading.Layout.Reports() && !seen[b] {
			seen[b] = true
			books = append(books, b)
		}
	}
	return books
}

// inboxCount is how many files are in a state.
type inboxCount struct {
	State app.InboxState
	N     int
}

// inboxRefused is a file that was not accepted.
type inboxRefused struct {
	File app.InboxFile
	Why  string
}

// inboxRow is one file of the inbox with what can be chosen for it.
type inboxRow struct {
	app.InboxFile
	// Programme is the one it belongs to, by its own words or a guess; nil for
	// none.
	Programme *ledger.Programme
	Periods   []ledger.Period
	Reason    string // of a deletion that came back, as typed
	Wrong     string // why it came back
}

// Ready reports whether it can be accepted as it is.
func (r inboxRow) Ready() bool { return r.State() == app.InboxReady }

// CanReturn reports whether there is something to mark in it for its clerk.
func (r inboxRow) CanReturn() bool {
	return r.Reading.Refused == "" && r.Reading.Errors+r.Reading.Warnings > 0 && r.Accepted == nil
}

// Guess is what is selected for a part of the binding at first.
func (r inboxRow) Guess(field string) string {
	if d := r.Doubt(app.DoubtField(field)); d != nil {
		return d.Guess
	}
	switch app.DoubtField(field) {
	case app.DoubtProgramme:
		return r.Reading.Programme
	case app.DoubtPeriod:
		return r.Reading.Period.String()
	case app.DoubtUnit:
		return r.Reading.Unit
	}
	return ""
}

// Asks reports whether a part of the binding is in doubt.
func (r inboxRow) Asks(field string) bool {
	return r.Doubts() && r.Doubt(app.DoubtField(field)) != nil
}

// Units are the names that the unit may be chosen from.
func (r inboxRow) Units() []ledger.Unit {
	if r.Programme == nil {
		return nil
	}
	return r.Programme.Units
}

// Doubts reports whether something of where it belongs is to be chosen.
func (r inboxRow) Doubts() bool {
	return r.State() == app.InboxAsked && len(r.Reading.Doubts) > 0
}

// AsGathered reports whether it is taken as a table that gathers several units'
// rows.
func (r inboxRow) AsGathered() bool {
	d := r.Doubt(app.DoubtUnit)
	return r.Said.Gathered || d != nil && d.Guess == ""
}

// SaidUnit is what was said of its unit, as a form carries it.
func (r inboxRow) SaidUnit() string { return unitText(r.Said) }

// Class is the style of its state's mark.
func (r inboxRow) Class() string {
	switch r.State() {
	case app.InboxReady:
		return "ready"
	case app.InboxTaken:
		return "taken"
	case app.InboxAsked:
		return "asked"
	case app.InboxFaulty:
		return "faulty"
	case app.InboxUnreadable:
		return "unreadable"
	case app.InboxDuplicate:
	}
	return ""
}

// Why says in words what keeps the file from being accepted.
func (r inboxRow) Why() string { return whyNot(&r.InboxFile) }

// listInbox is the inbox as the address asks for it.
func (s *server) listInbox(c echo.Context, programmes []ledger.Programme) (inboxList, error) {
	list := inboxList{All: c.QueryParam("show") == "all", Keys: programmes}
	since := time.Time{}
	if !list.All {
		day := s.Clock().In(zone)
		since = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, zone)
	}
	files, err := s.Service.Inbox(c.Request().Context(), since)
	if err != nil {
		return list, err
	}
	counts := map[app.InboxState]int{}
	for _, f := range files {
		list.Rows = append(list.Rows, s.inboxRow(f, programmes))
		counts[f.State()]++
		if f.Outdated() {
			list.Outdated++
		}
	}
	for _, state := range app.InboxStates {
		if counts[state] > 0 {
			list.Counts = append(list.Counts, inboxCount{state, counts[state]})
		}
	}
	return list, nil
}

func (s *server) inboxRow(f app.InboxFile, programmes []ledger.Programme) inboxRow {
	row := inboxRow{InboxFile: f}
	row.Programme = find(programmes, row.Guess(string(app.DoubtProgramme)))
	year := s.Clock().In(zone).Year()
	if row.Programme != nil {
		year = row.Programme.Year
	}
	row.Periods = periodsOf(year)
	return row
}

// periodsOf are the periods of a year, the most usual first.
func periodsOf(year int) []ledger.Period {
	var list []ledger.Period
	for _, kind := range []struct {
		kind ledger.PeriodKind
		n    int
	}{{ledger.Quarter, 4}, {ledger.Half, 2}, {ledger.Year, 1}, {ledger.Month, 12}} {
		for n := 1; n <= kind.n; n++ {
			list = append(list, ledger.Period{Year: year, Kind: kind.kind, N: n})
		}
	}
	return list
}
