package intake

import (
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// MatterRow is one resident's request (民声事项) as a matter list tells it.
type MatterRow struct {
	Cell         ledger.Cell
	No           string
	Content      string
	Source       string
	Received     ledger.Date
	Unit         string
	State        string
	Closed       ledger.Date
	Satisfaction string
	Supervised   bool // 重点督办
}

// readMatters reads a matter list into the draft.
func (t *table) readMatters(d *Draft) {
	first := make(map[string]string) // number → where it stands
	for _, l := range t.lines {
		if l.kind != lineData {
			continue
		}
		m := MatterRow{
			Cell: t.at(l.row, t.firstColumn()), No: t.get(l.row, fieldNo),
			Content: firstOf(t.get(l.row, fieldAppeal), t.get(l.row, fieldContent)), Source: t.filledText(l.row, fieldSource),
			Received: t.date(l.row, fieldReceived), Closed: t.date(l.row, fieldClosed),
			State: t.filledText(l.row, fieldState), Satisfaction: t.filledText(l.row, fieldSatisfaction),
			Supervised: affirmative(t.get(l.row, fieldSupervised)),
		}
		for _, f := range []field{fieldLead, fieldResponsible, fieldUnit} {
			m.Unit = firstOf(m.Unit, t.filledText(l.row, f))
		}
		switch {
		case m.Content == "" && m.Unit == "" && m.Received.IsZero() && m.State == "":
			t.unfilled[l.row] = true // a number that was prepared and not used
			continue
		case m.Content == "":
			t.fail(l.row, CodeNoContent, t.ref(l.row, t.contentColumn()), "no", m.No)
		case m.No != "" && first[m.No] != "":
			t.fail(l.row, CodeDuplicateNumber, t.ref(l.row, t.col(fieldNo)), "value", m.No, "other", first[m.No], "otherName", m.Content)
		case !m.Closed.IsZero() && m.Closed.Before(m.Received):
			t.fail(l.row, CodeClosedEarly, t.ref(l.row, t.col(fieldClosed)), "value", m.Closed.String(), "expected", m.Received.String())
		}
		if m.No != "" && first[m.No] == "" {
			first[m.No] = t.ref(l.row, t.col(fieldNo))
		}
		if !t.rejected[l.row] {
			d.Matters = append(d.Matters, m)
		}
	}
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

// affirmative reports whether a cell says yes.
func affirmative(text string) bool {
	switch wording.Squeeze(text) {
	case "是", "√", "✓", "✔", "有", "1", "重点", "重点督办", "督办", "★", "☆", "●":
		return true
	}
	return false
}
