package notice

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/intake"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// warn adds a finding that stops nothing.
func (r *reader) warn(code, list, at string, args ...string) {
	r.say(ledger.SeverityWarning, code, list, at, args...)
}

// lineOf is the line that a finding names, 0 where it names none.
func lineOf(cell string) (line int) {
	if _, err := fmt.Sscanf(cell, "第%d", &line); err != nil {
		return 0
	}
	return line
}

// say adds a finding; args are names and values.
func (r *reader) say(severity ledger.Severity, code, list, at string, args ...string) {
	f := ledger.Finding{Severity: severity, Code: code, Sheet: list, Cell: at, Args: make(map[string]string, len(args)/2)}
	for i := 0; i+1 < len(args); i += 2 {
		f.Args[args[i]] = args[i+1]
	}
	r.said = append(r.said, f)
}

// check finds what tables do not have: doubts of the text itself.
func (r *reader) check() {
	if len(r.lists) == 0 {
		r.say(ledger.SeverityError, intake.CodeNoList, "", "")
	}
	for _, f := range r.lists {
		r.checkNumbers(f)
		r.checkBroken(f)
		r.checkBorders(f)
		r.checkLeads(f)
		r.checkLabels(f)
		if f.of != nil && f.detail {
			r.checkRoles(f)
			r.checkMoney(f)
		} else if f.of != nil && len(f.items) > 0 && len(f.of.items) > 0 {
			r.compare(f)
		}
	}
	if len(r.lists) > 0 {
		r.checkStated()
		for _, q := range r.notice.Matters {
			r.warn(intake.CodeUnlistedMatters, "", q.At, "value", q.Text)
		}
		r.checkHeading()
	}
	if n := len(r.doc.Counted); n > 0 {
		r.warn(intake.CodeCounted, "", r.at(r.doc.Counted[0]).String(), "count", strconv.Itoa(n))
	}
}

// checkNumbers finds numbers that are left out. What is there twice the reader of
// tables finds.
func (r *reader) checkNumbers(f *found) {
	last := 0
	var head, parent *heading
	for _, it := range f.items {
		if it.parent != parent || it.head != head && it.no == 1 {
			last, parent = 0, it.parent
		}
		head = it.head
		if f.flat && it.no == last || it.no == 0 {
			continue
		}
		if gap := it.no - last; gap > 1 && (last > 0 || gap < 4) {
			missing := strconv.Itoa(last + 1)
			if gap > 2 {
				missing += "至" + strconv.Itoa(it.no-1)
			}
			r.warn(intake.CodeMissingNumber, f.name, it.String(), "from", strconv.Itoa(last), "to", strconv.Itoa(it.no), "value", missing)
		}
		last = it.no
	}
}

func (r *reader) checkBroken(f *found) {
	for _, it := range f.items {
		for _, at := range it.broken {
			r.warn(intake.CodeBrokenLine, f.name, at.String(), "no", it.id(), "value", firstWords(r.doc.Lines[at.line-1]))
		}
	}
}

// firstWords is the beginning of a line, enough to find it.
func firstWords(text string) string {
	const enough = 8
	text = strings.TrimSpace(text)
	if end := cut(text, enough); end < len(text) {
		return text[:end] + "…"
	}
	return text
}

// checkBorders tells where a table without borders was read by what its units are.
func (r *reader) checkBorders(f *found) {
	if len(f.guessed) > 0 {
		var also []string
		for _, i := range f.guessed[1:] {
			also = append(also, f.items[i].String())
		}
		const most = 12
		cells := strings.Join(also[:min(len(also), most)], "、")
		if len(also) > most {
			cells += "等"
		}
		r.warn(intake.CodeLostBorders, f.name, f.items[f.guessed[0]].String(), "count", strconv.Itoa(len(f.guessed)), "cells", cells,
			"checked", r.confirmed(f))
	}
	for _, at := range f.odd {
		r.warn(intake.CodeOddRow, f.name, at.String())
	}
}

// confirmed says that a plan of the same projects names no unit of a table
// otherwise than it was read, "" where there is no plan or it does.
func (r *reader) confirmed(f *found) string {
	for _, plan := range r.lists {
		if plan.of != f || !plan.detail {
			continue
		}
		before := len(r.said)
		r.checkRoles(plan)
		contradicted := len(r.said) > before
		r.said = r.said[:before] // told with the plan
		if !contradicted {
			return "；与" + plan.name + "中的责任分工没有矛盾"
		}
	}
	return ""
}

// checkLeads finds items that name 责任单位 only, where the others say who leads.
func (r *reader) checkLeads(f *found) {
	led := 0
	var bare []*item
	for _, it := range f.items {
		switch roles := rolesOf(it); {
		case roles[ledger.Lead]:
			led++
		case roles[""] && !roles[ledger.Lead]:
			bare = append(bare, it)
		}
	}
	if led <= len(bare) {
		return
	}
	for _, it := range bare {
		r.warn(intake.CodeNotLed, f.name, it.String(), "value", it.id())
	}
}

// rolesOf are the roles under which an item names units; "" is 责任单位.
func rolesOf(it *item) map[ledger.Role]bool {
	roles := make(map[ledger.Role]bool)
	for column, role := range map[string]ledger.Role{columnLead: ledger.Lead, columnResponsible: "", columnPartner: ledger.Partner} {
		if it.parts[column] != nil {
			roles[role] = true
		}
	}
	_, duties := wording.CutDuties(it.text)
	if labels, ok := wording.LabelledUnits(duties); ok {
		roles[ledger.Lead] = roles[ledger.Lead] || len(labels.Leads) > 0
		roles[""] = roles[""] || len(labels.Bare) > 0
	}
	return roles
}

// checkLabels finds items that call a part otherwise than the others do.
func (r *reader) checkLabels(f *found) {
	for _, column := range []string{columnDeadline, columnLead, columnResponsible, columnPartner} {
		count := make(map[string]int)
		for _, it := range f.items {
			if p := it.parts[column]; p != nil {
				count[p.word]++
			}
		}
		usual := ""
		for word, n := range count {
			if n > count[usual] {
				usual = word
			}
		}
		for _, it := range f.items {
			if p := it.parts[column]; p != nil && p.word != usual && count[usual] > 2*count[p.word] {
				r.warn(intake.CodeOtherLabel, f.name, p.String(), "value", it.id(), "word", p.word, "expected", usual)
			}
		}
	}
}

// checkRoles compares who leads and who assists in a table without borders with
// what the plan of the same projects says.
func (r *reader) checkRoles(f *found) {
	theirs := f.of.projects
	for i := range f.draft.Projects {
		p := &f.draft.Projects[i]
		q := theirs[p.ID]
		if q == nil {
			continue
		}
		for _, d := range q.Duties {
			in := roleIn(p, d.Name)
			if in == "" || assists(in) == assists(d.Role) {
				continue
			}
			r.warn(intake.CodeRoleDiffers, f.of.name, q.Cell.Ref, "project", p.ID.String(), "value", d.Name,
				"as", roleWord(d.Role), "expected", roleWord(in), "other", f.name, "at", p.Cell.Ref)
		}
	}
}

// checkMoney compares money that is shared out over areas with its whole.
func (r *reader) checkMoney(f *found) {
	for i := range f.draft.Projects {
		p := &f.draft.Projects[i]
		if p.Total == nil || len(p.Funding) < 2 {
			continue
		}
		sum, areas := decimal.Zero, true
		for _, m := range p.Funding {
			if areas = areas && m.Amount != nil && wording.IsArea(m.Source); areas {
				sum = sum.Add(*m.Amount)
			}
		}
		if areas && !sum.Equal(*p.Total) {
			at := p.Funding[0].Cell.Ref
			r.say(ledger.SeverityError, intake.CodeSumMismatch, f.name, at, "name", p.Name+"资金", "sum", sum.String(), "value", p.Total.String(), "cells", at)
		}
	}
}

// roleIn is a unit's role in a project, "" where it has none or several.
func roleIn(p *ledger.Project, name string) ledger.Role {
	var role ledger.Role
	for _, d := range p.Duties {
		if wording.Key(d.Name) == wording.Key(name) {
			if role != "" && assists(role) != assists(d.Role) {
				return ""
			}
			role = d.Role
		}
	}
	return role
}

func assists(role ledger.Role) bool { return role == ledger.Partner }

func roleWord(role ledger.Role) string {
	if assists(role) {
		return "协办单位"
	}
	return "责任单位"
}

// tell lists what was found for people and joins all findings, in the order of the
// text.
func (r *reader) tell() {
	for _, f := range r.lists {
		items, rows := f.count()
		l := List{Name: f.name, Title: f.title, Items: items, Rows: rows}
		for _, h := range f.heads {
			if h.kind != byItem {
				l.Categories++
			}
		}
		if len(f.items) > 0 {
			l.At = f.start().String()
		}
		for i := range f.draft.Projects {
			if f.draft.Projects[i].NoTask {
				l.NoTask++
			}
		}
		for _, it := range f.items {
			l.Steps += it.steps
		}
		if f.of != nil {
			l.Repeats = f.of.name
		}
		r.notice.Lists = append(r.notice.Lists, l)
	}
	slices.SortStableFunc(r.said, func(a, b ledger.Finding) int { return cmp.Compare(lineOf(a.Cell), lineOf(b.Cell)) })
	r.draft.Findings = slices.Concat(r.draft.Findings, r.said)
	r.notice.Draft = r.draft
}
