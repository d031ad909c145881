package intake

import (
	"regexp"
	"strings"

	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// noTaskMark is a bracket at the end of a text, which may say 我区无任务.
var noTaskMark = regexp.MustCompile(`[(（〔\[【]([^()（）〔〕\[\]【】]*)[)）〕\]】][。.；;]?\s*$`)

// splitInline takes the duties (（牵头单位：…；共同责任单位：…）) and the no-task mark
// off the end of a text.
func splitInline(text string) (rest, duties string, noTask bool) {
	rest, duties = wording.CutDuties(text)
	if m := noTaskMark.FindStringSubmatchIndex(rest); m != nil && wording.NoTask(rest[m[2]:m[3]]) {
		return strings.TrimSpace(rest[:m[0]]), duties, true
	}
	return rest, duties, false
}

// dutyList collects a project's duties, each unit once in each role.
type dutyList struct {
	duties []ledger.Duty
	seen   map[string]bool
}

func (l *dutyList) add(role ledger.Role, names []string, cell ledger.Cell) {
	for _, name := range names {
		name = strings.TrimSpace(name)
		if name == "" || name == "/" || name == "无" || name == "—" || name == "-" {
			continue
		}
		key := string(role) + "\x00" + name
		if l.seen[key] {
			continue
		}
		if l.seen == nil {
			l.seen = make(map[string]bool)
		}
		l.seen[key] = true
		l.duties = append(l.duties, ledger.Duty{Role: role, Name: name, Cell: cell})
	}
}

// shortLabel is a label without its 单位: 牵头：区教育局；配合：区住建局.
var shortLabel = regexp.MustCompile(`(牵头|牽頭|主办|主辦|协办|協辦|配合|共同责任|共同責任)[:：]`)

// labelled adds the duties of a text with labels; false when it has none.
func (l *dutyList) labelled(text string, cell ledger.Cell, bare *[]bareUnit) bool {
	if !labelled(text) {
		return false
	}
	labels, ok := wording.LabelledUnits(shortLabel.ReplaceAllString(text, "${1}单位："))
	if !ok {
		return false
	}
	l.add(ledger.Lead, labels.Leads, cell)
	l.add(ledger.Partner, labels.Partners, cell)
	l.add(ledger.Leader, labels.Leaders, cell)
	l.add(ledger.Local, labels.Locals, cell)
	for _, name := range labels.Bare {
		*bare = append(*bare, bareUnit{name, cell})
	}
	return true
}

// bareUnit is a unit under 责任单位 alone; its kind decides its role.
type bareUnit struct {
	name string
	cell ledger.Cell
}

// readDuties reads a record's duties from its columns and from the brackets in
// its text.
func (t *table) readDuties(r *record, inlineText string, inlineCell ledger.Cell) []ledger.Duty {
	var l dutyList
	var bare []bareUnit
	for _, col := range []struct {
		f    field
		role ledger.Role
	}{{fieldLead, ledger.Lead}, {fieldResponsible, ""}, {fieldLocal, ledger.Local}, {fieldPartner, ledger.Partner}, {fieldLeader, ledger.Leader}} {
		for _, c := range t.texts(r, col.f) {
			cell := t.cell(c.Row, c.Col)
			if wording.NoTask(c.Text) || l.labelled(c.Text, cell, &bare) {
				continue
			}
			names := wording.DutyUnits(c.Text)
			if col.f == fieldResponsible {
				for _, name := range names {
					bare = append(bare, bareUnit{name, cell})
				}
				continue
			}
			l.add(col.role, names, cell)
		}
	}
	if inlineText != "" {
		l.labelled(inlineText, inlineCell, &bare)
	}
	l.settle(bare)
	return inOrder(l.duties)
}

// settle gives roles to units under a bare 责任单位: governments and 管委会
// beside bureaus are local, the bureaus lead; without bureaus all lead, but for
// groups, which never do. Beside a named 牵头 the bureaus assist.
func (l *dutyList) settle(bare []bareUnit) {
	led := false
	for _, d := range l.duties {
		led = led || d.Role == ledger.Lead
	}
	bureaus := false
	for _, b := range bare {
		bureaus = bureaus || !areaOrGroup(b.name)
	}
	for _, b := range bare {
		role := ledger.Lead
		switch {
		case areaOrGroup(b.name) && (bureaus || led):
			role = ledger.Local
		case led:
			role = ledger.Partner
		}
		l.add(role, []string{b.name}, b.cell)
	}
}

func areaOrGroup(name string) bool { return wording.IsArea(name) || wording.IsGroup(name) }

// inOrder sorts duties by role, leads first, keeping the table's order within
// each.
func inOrder(duties []ledger.Duty) []ledger.Duty {
	var out []ledger.Duty
	for _, role := range []ledger.Role{ledger.Lead, ledger.Local, ledger.Partner, ledger.Leader} {
		for _, d := range duties {
			if d.Role == role {
				out = append(out, d)
			}
		}
	}
	return out
}
