package app

import (
	"errors"
	"slices"

	"tongbao/server/ledger"
)

// MergeUnit puts one unit into another from a day on: its names are aliases of
// that one, and its duties, shares, reports and recipients are that one's.
type MergeUnit struct {
	Name, Into string
	On         ledger.Date
}

func (e MergeUnit) about() string                 { return "单位" + e.Name }
func (e MergeUnit) fact(l *Snapshot) (any, error) { return factOfUnit(l, e.Name) }

func (e MergeUnit) apply(d *desk) error {
	if !e.On.Valid() {
		return ledger.Errorf(ledger.CodeInvalid, "请填写从哪一天起并入").At("on")
	}
	if e.Into == e.Name || e.Into == "" {
		return ledger.Errorf(ledger.CodeInvalid, "请选择并入哪个单位").At("into")
	}
	if _, err := d.unitAt(e.Into); err != nil {
		return err
	}
	ended, err := d.end(e.Name, e.On, []string{e.Into})
	if err != nil {
		return err
	}
	i, err := d.unitAt(e.Into)
	if err != nil {
		return err
	}
	u := &d.after.Units[i]
	u.Aliases = append(append(slices.Clone(u.Aliases), ended.Name), ended.Aliases...)
	return d.handOver(e.Name, func(ledger.ProjectID) string { return e.Into })
}

// SplitUnit puts several units in the place of one from a day on. Each project
// in which it has a part goes to one of them.
type SplitUnit struct {
	Name       string
	Successors []string // their names; those not known yet are entered, of the same kind
	On         ledger.Date
	// Heirs says which successor each project goes to; the first where it does not.
	Heirs map[ledger.ProjectID]string
}

func (e SplitUnit) about() string                 { return "单位" + e.Name }
func (e SplitUnit) fact(l *Snapshot) (any, error) { return factOfUnit(l, e.Name) }

func (e SplitUnit) apply(d *desk) error {
	if !e.On.Valid() {
		return ledger.Errorf(ledger.CodeInvalid, "请填写从哪一天起拆分").At("on")
	}
	if len(e.Successors) < 2 || slices.Contains(e.Successors, e.Name) {
		return ledger.Errorf(ledger.CodeInvalid, "请填写至少两个承接的单位，名称与原单位不同").At("successors")
	}
	ended, err := d.end(e.Name, e.On, e.Successors)
	if err != nil {
		return err
	}
	place := ended.Order
	for _, name := range e.Successors {
		if slices.ContainsFunc(d.after.Units, func(u ledger.Unit) bool { return u.Name == name }) {
			continue
		}
		u := ledger.Unit{Name: name, Kind: ended.Kind, Parent: ended.Parent, Order: place}
		if err := d.checkUnit(&u, -1); err != nil {
			if e := (*ledger.Error)(nil); errors.As(err, &e) {
				return e.At("successors")
			}
			return err
		}
		d.after.Units = append(d.after.Units, u)
	}
	for id, heir := range e.Heirs {
		if !slices.Contains(e.Successors, heir) {
			return ledger.Errorf(ledger.CodeInvalid, "项目%s请选择由哪个承接单位负责", id).At("heir." + id.String())
		}
	}
	return d.handOver(e.Name, func(id ledger.ProjectID) string {
		if heir := e.Heirs[id]; heir != "" {
			return heir
		}
		return e.Successors[0]
	})
}

// end takes a unit off the desk's units.
func (d *desk) end(name string, on ledger.Date, successors []string) (ledger.Unit, error) {
	i, err := d.unitAt(name)
	if err != nil {
		return ledger.Unit{}, err
	}
	u := d.after.Units[i]
	d.after.Units = slices.Delete(d.after.Units, i, i+1)
	d.after.Ended = append(slices.Clone(d.after.Ended), ledger.EndedUnit{Unit: u, Ended: on, Successors: successors})
	return u, nil
}

// handOver gives everything that names a unit to its heirs: which one, a
// project's identity says.
func (d *desk) handOver(name string, heir func(ledger.ProjectID) string) error {
	first := heir(ledger.ProjectID{})
	for i := range d.after.Units {
		if d.after.Units[i].Parent == name {
			d.after.Units[i].Parent = first
		}
	}
	for i := range d.after.Groups {
		g := &d.after.Groups[i]
		g.Members = renamed(g.Members, name, first)
	}
	d.after.Recipients = slices.Clone(d.after.Recipients)
	for i := range d.after.Recipients {
		if d.after.Recipients[i].Unit == name {
			d.after.Recipients[i].Unit = first
		}
	}
	is := func(n string) bool { return d.Programme.Canonical(n) == name }
	for i := range d.after.Projects {
		p := d.after.Projects[i].Clone()
		to, changed := heir(p.ID), false
		var duties []ledger.Duty
		for _, duty := range p.Duties {
			if duty.Role != ledger.Leader && is(duty.Name) {
				duty.Name, changed = to, true
			}
			if k := slices.IndexFunc(duties, func(o ledger.Duty) bool { return o.Role == duty.Role && o.Name == duty.Name }); k >= 0 {
				duties[k].Confirmed = duties[k].Confirmed || duty.Confirmed
				continue
			}
			duties = append(duties, duty)
		}
		for k := range p.Allocations {
			if is(p.Allocations[k].Unit) {
				p.Allocations[k].Unit, changed = to, true
			}
		}
		if changed {
			p.Duties = duties
			p.Allocations = together(p.Allocations)
			d.after.Projects[i] = p
		}
	}
	d.carried = name
	d.moveReports(is, heir)
	return nil
}

// together adds up the shares that one area has of the same thing.
func together(shares []ledger.Allocation) []ledger.Allocation {
	var list []ledger.Allocation
	for _, a := range shares {
		k := slices.IndexFunc(list, func(o ledger.Allocation) bool {
			return o.Unit == a.Unit && o.Target == a.Target && o.Part == a.Part && o.Of == a.Of && o.Name == a.Name
		})
		if k < 0 {
			list = append(list, a)
			continue
		}
		list[k].Quantity = list[k].Quantity.Add(a.Quantity)
		list[k].Cell = handCell()
	}
	return list
}

// moveReports gives the reports of a unit to its heirs. Where the heir reported
// the same, the later report stands.
func (d *desk) moveReports(is func(string) bool, heir func(ledger.ProjectID) string) {
	type place struct {
		project    ledger.ProjectID
		unit, area string
		period     ledger.Period
	}
	taken := map[place]*ledger.Report{}
	for i := range d.Reports {
		r := &d.Reports[i]
		taken[place{r.Project, r.Unit, r.Area, r.Period}] = r
	}
	for i := range d.Reports {
		r := &d.Reports[i]
		if !is(r.Unit) && !is(r.Area) {
			continue
		}
		next := r.Clone()
		if is(r.Unit) {
			next.Unit = heir(r.Project)
		}
		if is(r.Area) {
			next.Area = heir(r.Project)
		}
		at := place{next.Project, next.Unit, next.Area, next.Period}
		if other := taken[at]; other != nil && other != r {
			if other.Submission > r.Submission {
				d.replacements = append(d.replacements, Replacement{Old: *r})
				continue
			}
			d.replacements = append(d.replacements, Replacement{Old: *other})
		}
		taken[at] = r
		d.replacements = append(d.replacements, Replacement{Old: *r, New: &next})
	}
}
