package intake

import (
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// MatterRow is one resident's request (民声事项) as a matter list tells it, its
// units as they are written there.
type MatterRow struct {
	ledger.Matter
	// UnitCell is where a finding on the unit points.
	UnitCell ledger.Cell
}

// readMatters reads a matter list into the draft.
func (t *table) readMatters(d *Draft) {
	first := make(map[string]*MatterRow) // by number
	for _, l := range t.lines {
		if l.kind != lineData {
			continue
		}
		m := t.matter(l.row)
		if m.Content == "" && m.Unit == "" && m.Received.IsZero() && m.StateText == "" {
			t.unfilled[l.row] = true // a number that was prepared and not used
			continue
		}
		t.checkMatter(l.row, m, first[m.No])
		if m.No != "" && first[m.No] == nil {
			first[m.No] = m
		}
		t.settleState(l.row, m)
		if t.rejected[l.row] {
			d.faulty = append(d.faulty, *m)
			continue
		}
		d.Matters = append(d.Matters, *m)
	}
}

func (t *table) matter(row int) *MatterRow {
	m := &MatterRow{Matter: ledger.Matter{
		Cell: t.at(row, t.firstColumn()), No: t.get(row, fieldNo),
		Content: firstOf(t.get(row, fieldAppeal), t.get(row, fieldContent)), Source: t.filledText(row, fieldSource),
		Received: t.date(row, fieldReceived), Closed: t.date(row, fieldClosed), Due: t.limit(row),
		StateText: t.filledText(row, fieldState), Satisfaction: t.filledText(row, fieldSatisfaction),
		Supervised: affirmative(t.get(row, fieldSupervised)),
	}}
	for _, f := range []field{fieldLead, fieldResponsible, fieldUnit} {
		if text := t.filledText(row, f); text != "" && m.Unit == "" {
			m.Unit, m.UnitCell = text, t.getCell(row, f)
		}
	}
	return m
}

// checkMatter finds what is wrong with one matter; first is the one that has
// its number already.
func (t *table) checkMatter(row int, m, first *MatterRow) {
	switch {
	case m.No == "" && t.has(fieldNo):
		t.fail(row, CodeNoNumber, t.ref(row, t.col(fieldNo)), "name", m.Content)
	case m.Content == "":
		t.fail(row, CodeNoContent, t.ref(row, t.contentColumn()), "no", m.No)
	case m.No != "" && first != nil:
		t.fail(row, CodeDuplicateNumber, t.ref(row, t.col(fieldNo)), "value", m.No, "other", first.Cell.Ref, "otherName", first.Content)
	}
	if !m.Closed.IsZero() && m.Closed.Before(m.Received) {
		t.fail(row, CodeClosedEarly, t.ref(row, t.col(fieldClosed)), "value", m.Closed.String(), "expected", m.Received.String())
	}
}

// settleState says how far a matter is: by its state's words, or by whether it
// has a day of closing where they do not tell. A word that contradicts the dates
// stands, with a warning.
func (t *table) settleState(row int, m *MatterRow) {
	if t.rejected[row] {
		return // a date that cannot be read is no contradiction
	}
	state, known := wording.MatterState(m.StateText)
	switch {
	case known && state.Open() && state != ledger.MatterAnswered && !m.Closed.IsZero(): // 答复时间 may be what stands there
		t.warn(CodeStateContradicts, t.ref(row, t.col(fieldState)), "value", m.StateText, "closed", m.Closed.String())
	case known && state.Settled() && m.Closed.IsZero() && t.has(fieldClosed):
		t.warn(CodeNotClosed, t.ref(row, t.col(fieldClosed)), "value", m.StateText)
	case !known:
		state = ledger.MatterHandling
		if !m.Closed.IsZero() {
			state = ledger.MatterClosed
		}
		if m.StateText != "" {
			t.warn(CodeUnknownState, t.ref(row, t.col(fieldState)), "value", m.StateText, "expected", state.Chinese())
		}
	}
	m.State = state
}

// contentColumn is where a matter's content stands.
func (t *table) contentColumn() int {
	if col := t.col(fieldAppeal); col > 0 {
		return col
	}
	return max(t.col(fieldContent), t.columns[0].col)
}

// filledText is a field's text, "" where a stroke says that there is none.
func (t *table) filledText(row int, f field) string {
	if text := t.get(row, f); !filler(text) {
		return text
	}
	return ""
}

// date is a field's date, the zero date where it has none.
func (t *table) date(row int, f field) ledger.Date {
	col := t.col(f)
	if col == 0 {
		return ledger.Date{}
	}
	c := t.value(row, col)
	if c.Kind == grid.Text && wording.Simplify(strings.TrimSpace(c.Text)) == "未办结" {
		return ledger.Date{}
	}
	return t.dateAt(row, c)
}

// limit is the day of 办结时限; a number of days there (15个工作日) is no date,
// and leaves the ledger's own limit.
func (t *table) limit(row int) ledger.Date {
	d, _ := wording.Date(t.get(row, fieldDeadline), t.year)
	return d
}

// affirmative reports whether a cell says yes.
func affirmative(text string) bool {
	switch wording.Squeeze(text) {
	case "是", "√", "✓", "✔", "有", "1", "重点", "重点督办", "督办", "★", "☆", "●":
		return true
	}
	return false
}
