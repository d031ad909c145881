package ledger

import "slices"

// MatterState is how far a resident's request is.
type MatterState string

// The states of a matter. Answered is told to the resident but not settled;
// returned is sent back as nobody's task here, and counts in no rate.
const (
	MatterReceived MatterState = "received"
	MatterHandling MatterState = "handling"
	MatterAnswered MatterState = "answered"
	MatterClosed   MatterState = "closed"
	MatterChecked  MatterState = "checked"
	MatterReturned MatterState = "returned"
)

// MatterStates are all states in the order in which a matter goes through them.
var MatterStates = []MatterState{
	MatterReceived, MatterHandling, MatterAnswered, MatterClosed, MatterChecked, MatterReturned,
}

var matterStateNames = map[MatterState]string{
	MatterReceived: "待办理", MatterHandling: "办理中", MatterAnswered: "已答复",
	MatterClosed: "已办结", MatterChecked: "已回访", MatterReturned: "已退回",
}

// Chinese is the state as lists print it.
func (s MatterState) Chinese() string { return matterStateNames[s] }

// Open reports whether the matter still waits for somebody.
func (s MatterState) Open() bool {
	return s == MatterReceived || s == MatterHandling || s == MatterAnswered
}

// Settled reports whether the matter counts as 办结.
func (s MatterState) Settled() bool { return s == MatterClosed || s == MatterChecked }

// MatterDays is how many days after it was received a matter is due where its
// list names no date for it.
const MatterDays = 30

// Matter is one resident's request (民声事项): received, handled, answered,
// checked. Within a programme its number tells it from the others.
type Matter struct {
	No        string
	Content   string
	Source    string `json:",omitempty"` // 来源: 市长在线, 12345热线
	Received  Date
	Due       Date     // 办结时限; the zero Date where the list names none
	Unit      string   // 承办单位: who answers for it
	Partners  []string `json:",omitempty"` // further units named beside it
	State     MatterState
	StateText string `json:",omitempty"` // as the list writes it
	Closed    Date
	// Satisfaction is what the resident thinks of it, in the list's words.
	Satisfaction string `json:",omitempty"`
	Supervised   bool   `json:",omitempty"` // 重点督办
	// Project is the project that was made of the matter, nil for none. No list
	// tells it: the office sets it.
	Project    *ProjectID `json:",omitempty"`
	Submission int64      // the submission it came with
	Cell       Cell       // the row it was read from
}

// Units are all that have to do with the matter, the one that answers first.
func (m *Matter) Units() []string {
	if m.Unit == "" {
		return m.Partners
	}
	return append([]string{m.Unit}, m.Partners...)
}

// DueBy is the last day on which the matter is settled in time; the zero Date
// where neither its list nor its day of receipt tells.
func (m *Matter) DueBy() Date {
	if m.Due.IsZero() && !m.Received.IsZero() {
		return m.Received.AddDays(MatterDays)
	}
	return m.Due
}

// Overdue reports whether the matter is open after the day it was due by.
func (m *Matter) Overdue(today Date) bool {
	due := m.DueBy()
	return m.State.Open() && !due.IsZero() && today.After(due)
}

// SaysTheSame reports whether a list tells the same of a matter as another one,
// wherever it stands there.
func (m *Matter) SaysTheSame(o *Matter) bool {
	return m.No == o.No && m.Content == o.Content && m.Source == o.Source && m.Received == o.Received && m.Due == o.Due &&
		m.Unit == o.Unit && slices.Equal(m.Partners, o.Partners) && m.State == o.State && m.StateText == o.StateText &&
		m.Closed == o.Closed && m.Satisfaction == o.Satisfaction && m.Supervised == o.Supervised
}

// MatterCounts are matters by state; the states add up to Total.
type MatterCounts struct {
	By         map[MatterState]int
	Total      int
	Overdue    int
	Supervised int
}

// CountMatters counts matters as they stand on a day.
func CountMatters(list []Matter, today Date) MatterCounts {
	c := MatterCounts{By: make(map[MatterState]int), Total: len(list)}
	for i := range list {
		c.By[list[i].State]++
		if list[i].Overdue(today) {
			c.Overdue++
		}
		if list[i].Supervised {
			c.Supervised++
		}
	}
	return c
}

// Settled is how many are 办结, checked ones included.
func (c MatterCounts) Settled() int { return c.By[MatterClosed] + c.By[MatterChecked] }

// SettledRate is 办结率, the settled among those that were not sent back; false
// where there are none.
func (c MatterCounts) SettledRate() (Percent, bool) {
	whole := c.Total - c.By[MatterReturned]
	if whole <= 0 {
		return Percent{}, false
	}
	return PercentOfInts(c.Settled(), whole), true
}
