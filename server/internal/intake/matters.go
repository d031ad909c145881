package intake

import (
	"strings"

	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// Matters are the requests of a draft's list as the ledger keeps them: each unit
// is one of the programme's. stored are the programme's current matters; unit is
// whose list it is, "" for the whole office's. A matter that a list leaves out
// stays in the ledger: an open one is a warning.
func Matters(d *Draft, p *ledger.Programme, stored []ledger.Matter, unit string) ([]ledger.Matter, []ledger.Finding) {
	w := &matterer{units: rosterOf(p), listed: make(map[string]bool)}
	var list []ledger.Matter
	for i := range d.Matters {
		r := &d.Matters[i]
		m := r.Matter
		if m.No == "" {
			w.found.fail(CodeNoNumber, m.Cell.Sheet, m.Cell.Ref, "name", m.Content)
			continue
		}
		w.listed[m.No] = true
		w.name(&m, r)
		list = append(list, m)
	}
	for i := range d.faulty {
		m := d.faulty[i].Matter
		w.listed[m.No] = true
		w.name(&m, &d.faulty[i])
	}
	w.missing(d, stored, unit)
	return list, w.found.list
}

type matterer struct {
	units  *roster
	listed map[string]bool // numbers in the list
	found  findings
}

// name gives a matter its units by their own names: the first answers for it.
func (w *matterer) name(m *ledger.Matter, r *MatterRow) {
	written := wording.DutyUnits(r.Unit)
	if len(written) == 0 {
		w.found.warn(CodeNoUnit, m.Cell.Sheet, m.Cell.Ref, "value", m.No)
		return
	}
	m.Unit, m.Partners = "", nil
	for i, name := range written {
		u, ok := w.units.find(name)
		switch {
		case !ok:
			w.found.fail(CodeUnknownUnit, r.UnitCell.Sheet, r.UnitCell.Ref, "value", name, "near", w.units.nearest(name))
		case i == 0:
			m.Unit = u.Name
		case u.Name != m.Unit:
			m.Partners = append(m.Partners, u.Name)
		}
	}
}

// missing warns of open matters in the ledger that the list should have.
func (w *matterer) missing(d *Draft, stored []ledger.Matter, unit string) {
	whose, known := w.units.find(unit)
	var gone []string
	for i := range stored {
		m := &stored[i]
		if !w.listed[m.No] && m.State.Open() && (!known || m.Unit == whose.Name) {
			gone = append(gone, m.No)
		}
	}
	if len(gone) > 0 && len(d.Matters) > 0 && !d.partial {
		w.found.warn(CodeMissingMatter, d.Matters[0].Cell.Sheet, "", "value", strings.Join(gone, "、"))
	}
}

// CompareMatters lists what a list changes in the ledger, matter by matter in
// the list's order.
func CompareMatters(stored, fresh []ledger.Matter) []Difference {
	old := make(map[string]*ledger.Matter, len(stored))
	for i := range stored {
		old[stored[i].No] = &stored[i]
	}
	var out []Difference
	for i := range fresh {
		m := &fresh[i]
		o := old[m.No]
		if o == nil {
			out = append(out, Difference{Project: m.No, Name: shorten(m.Content), Field: "民声事项", New: shorten(m.Content), Cell: m.Cell})
			continue
		}
		out = append(out, compareFields(m.No, shorten(m.Content), matterFields(o), matterFields(m))...)
	}
	return out
}

// matterFields are what a list says of a matter, in the list's usual order.
func matterFields(m *ledger.Matter) []fieldValue {
	return []fieldValue{
		{name: "诉求内容", value: m.Content, cell: m.Cell},
		{name: "来源", value: m.Source, cell: m.Cell},
		{name: "受理时间", value: m.Received.String(), cell: m.Cell},
		{name: "承办单位", value: strings.Join(m.Units(), "、"), cell: m.Cell},
		{name: "办理状态", value: firstOf(m.StateText, m.State.Chinese()), cell: m.Cell},
		{name: "办结时限", value: m.Due.String(), cell: m.Cell},
		{name: "办结时间", value: m.Closed.String(), cell: m.Cell},
		{name: "满意度", value: m.Satisfaction, cell: m.Cell},
		{name: "重点督办", value: map[bool]string{true: "是"}[m.Supervised], cell: m.Cell},
	}
}
