package app

import (
	"regexp"
	"slices"

	"tongbao/server/ledger"
)

// AddProject enters a project that no table named.
type AddProject struct{ Project ledger.Project }

func (e AddProject) about() string { return "新增项目" + e.Project.ID.String() }

// fact is the project that has the number already, none where it is free.
func (e AddProject) fact(l *Snapshot) (any, error) {
	taken, _ := l.Programme.Project(e.Project.ID)
	return taken, nil
}

var (
	numberForm = regexp.MustCompile(`^[0-9A-Za-z]+(?:[-.][0-9A-Za-z]+)*$`)
	subForm    = regexp.MustCompile(`^[①-⑳]?$`)
)

func (e AddProject) apply(d *desk) error {
	next := e.Project.Clone()
	id := next.ID
	switch taken, ok := d.after.Project(id); {
	case !numberForm.MatchString(id.No) || !subForm.MatchString(id.Sub):
		return ledger.Errorf(ledger.CodeInvalid, "请填写序号，如 24；分项再填小序号，如 ②").At("no")
	case !slices.Contains(SeriesOf(d.after), id.Series):
		return ledger.Errorf(ledger.CodeInvalid, "请选择列入哪张清单").At("series")
	case ok:
		return ledger.Errorf(ledger.CodeInvalid, "序号%s已是“%s”，请填写没有用过的序号", id, taken.Name).At("no")
	}
	if next.Deadline.IsZero() {
		next.Deadline = ledger.MonthEnd(d.after.Year, 12) // as where a table says none
	}
	next.Cell = handCell()
	markHand(&ledger.Project{}, &next)
	if err := checkProject(d.after, &ledger.Project{}, &next); err != nil {
		return err
	}
	d.after.Projects = slices.Insert(d.after.Projects, placeOf(d.after.Projects, id), next)
	d.added = id
	ledger.LinkSeries(d.after)
	return nil
}

// placeOf is where a project of a new number stands: behind the last part of the
// same number, or else behind the last of its series.
func placeOf(projects []ledger.Project, id ledger.ProjectID) int {
	at := len(projects)
	for i := range slices.Backward(projects) {
		switch is := projects[i].ID; {
		case is.Series == id.Series && is.No == id.No:
			return i + 1
		case is.Series == id.Series && at == len(projects):
			at = i + 1
		}
	}
	return at
}

// SeriesOf are the lists of a programme, the main one first.
func SeriesOf(p *ledger.Programme) []string {
	list := []string{ledger.SeriesMain}
	for i := range p.Projects {
		if s := p.Projects[i].ID.Series; !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// RemoveProject takes a project out of the plan that never belonged there. It
// ends with its reports and adjustments; all of them stay in the history, and an
// undo brings them back. What was approved to be given up is an Adjustment
// (退出) instead.
type RemoveProject struct{ ID ledger.ProjectID }

func (e RemoveProject) about() string                 { return "移出项目" + e.ID.String() }
func (e RemoveProject) fact(l *Snapshot) (any, error) { return factOf(l, e.ID) }

func (e RemoveProject) apply(d *desk) error {
	i := slices.IndexFunc(d.after.Projects, func(p ledger.Project) bool { return p.ID == e.ID })
	if i < 0 {
		return ledger.Errorf(ledger.CodeNotFound, "台账中没有序号为“%s”的项目", e.ID)
	}
	if len(d.after.Projects) == 1 {
		return ledger.Errorf(ledger.CodeRefused, "这是年度计划的最后一个项目，不能移出")
	}
	d.after.Projects = slices.Delete(d.after.Projects, i, i+1)
	d.after.Adjustments = slices.DeleteFunc(slices.Clone(d.after.Adjustments), func(a ledger.Adjustment) bool { return a.Project == e.ID })
	for _, r := range d.Reports {
		if r.Project == e.ID {
			d.replacements = append(d.replacements, Replacement{Old: r})
		}
	}
	for i := range d.after.Projects {
		if pr := &d.after.Projects[i]; slices.Contains(pr.Repeats, e.ID) {
			pr.Repeats = slices.DeleteFunc(slices.Clone(pr.Repeats), func(id ledger.ProjectID) bool { return id == e.ID })
		}
	}
	ledger.LinkSeries(d.after)
	return nil
}
