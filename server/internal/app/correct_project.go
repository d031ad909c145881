package app

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// EditProject puts a project in the place of the one with its identity. Its
// values that stay as they are keep the cells they came from.
type EditProject struct{ Project ledger.Project }

func (e EditProject) about() string { return "项目" + e.Project.ID.String() }

// projectFact is a project with what was approved of it.
type projectFact struct {
	Project     *ledger.Project
	Adjustments []ledger.Adjustment
}

func factOf(l *Snapshot, id ledger.ProjectID) (any, error) {
	p, ok := l.Programme.Project(id)
	if !ok {
		return nil, ledger.Errorf(ledger.CodeNotFound, "台账中没有序号为“%s”的项目，可能已被别人删去", id)
	}
	return projectFact{p, AdjustmentsOf(l.Programme, id)}, nil
}

// AdjustmentsOf are the approved adjustments of one project, in force or not.
func AdjustmentsOf(p *ledger.Programme, id ledger.ProjectID) []ledger.Adjustment {
	var list []ledger.Adjustment
	for _, a := range p.Adjustments {
		if a.Project == id {
			list = append(list, a)
		}
	}
	return list
}

func (e EditProject) fact(l *Snapshot) (any, error) { return factOf(l, e.Project.ID) }

func (e EditProject) apply(d *desk) error {
	pr, ok := d.after.Project(e.Project.ID)
	if !ok {
		return ledger.Errorf(ledger.CodeNotFound, "台账中没有序号为“%s”的项目", e.Project.ID)
	}
	old := pr.Clone()
	next := e.Project.Clone()
	markHand(&old, &next)
	if err := checkProject(d.after, &old, &next); err != nil {
		return err
	}
	*pr = next
	ledger.LinkSeries(d.after)
	return nil
}

// markHand gives each value of next the cell of the same value in old, or else
// the mark of an entry by hand.
func markHand(old, next *ledger.Project) {
	keepCells(old.Duties, next.Duties, func(d *ledger.Duty) *ledger.Cell { return &d.Cell })
	keepCells(old.Targets, next.Targets, func(t *ledger.Target) *ledger.Cell { return &t.Cell })
	keepCells(old.Milestones, next.Milestones, func(m *ledger.Milestone) *ledger.Cell { return &m.Cell })
	keepCells(old.Allocations, next.Allocations, func(a *ledger.Allocation) *ledger.Cell { return &a.Cell })
	keepCells(old.Funding, next.Funding, func(f *ledger.Funding) *ledger.Cell { return &f.Cell })
	if next.Planned != nil && (old.Planned == nil || !next.Planned.Equal(*old.Planned)) {
		next.PlannedCell = handCell()
	}
}

// keepCells gives each value in next the cell that the same value has in old.
func keepCells[T any](old, next []T, cell func(*T) *ledger.Cell) {
	bare := func(v T) string {
		*cell(&v) = ledger.Cell{}
		m, err := digest(v)
		if err != nil {
			return ""
		}
		return m
	}
	known := make(map[string]ledger.Cell, len(old))
	for i := range old {
		known[bare(old[i])] = *cell(&old[i])
	}
	for i := range next {
		if c, ok := known[bare(next[i])]; ok {
			*cell(&next[i]) = c
		} else {
			*cell(&next[i]) = handCell()
		}
	}
}

// checkProject refuses what no project can be, in the place of old.
func checkProject(p *ledger.Programme, old, next *ledger.Project) error {
	if strings.TrimSpace(next.Name) == "" {
		return ledger.Errorf(ledger.CodeInvalid, "请填写项目名称").At("name")
	}
	if !next.NoTask && len(next.Names(ledger.Lead)) == 0 {
		return ledger.Errorf(ledger.CodeInvalid, "请填写牵头单位；确无任务的，请勾选“无任务”").At("lead")
	}
	if err := checkTargets(next.Targets); err != nil {
		return err
	}
	if err := checkMilestones(next, next.Milestones); err != nil {
		return err
	}
	for _, d := range next.Duties {
		if d.Role == ledger.Leader || slices.Contains(old.Names(d.Role), d.Name) {
			continue
		}
		if err := known(p, d.Name, string(d.Role)); err != nil {
			return err
		}
	}
	for i, a := range next.Allocations {
		if slices.ContainsFunc(old.Allocations, func(o ledger.Allocation) bool { return o.Unit == a.Unit }) {
			continue
		}
		if u, ok := p.Unit(a.Unit); !ok || !u.Kind.Area() {
			return ledger.Errorf(ledger.CodeInvalid, "“%s”不是台账里的县区或园区，不能分解任务", a.Unit).At(Row("share", i))
		}
	}
	return nil
}

// Row is the name of a list's i-th input in a form, counted from 0.
func Row(list string, i int) string { return list + "." + strconv.Itoa(i) }

// known refuses a unit that the ledger does not hold.
func known(p *ledger.Programme, name, field string) error {
	if _, ok := p.Unit(name); ok {
		return nil
	}
	if _, ok := p.Group(name); ok && field != string(ledger.Lead) {
		return nil
	}
	for _, e := range p.Ended {
		if e.Name == name {
			return ledger.Errorf(ledger.CodeInvalid, "“%s”已于%s撤并，由%s承接", name, e.Ended.Chinese(), strings.Join(e.Successors, "、")).At(field)
		}
	}
	near := ""
	if names := intake.NearUnits(p, name); names != "" {
		near = "相近的有“" + names + "”。"
	}
	return ledger.Errorf(ledger.CodeInvalid, "台账里没有单位“%s”。%s新的单位请先在“单位”页面新增", name, near).At(field)
}

func checkTargets(targets []ledger.Target) error {
	seen := map[string]bool{}
	for i, t := range targets {
		field := Row("target", i)
		switch {
		case strings.TrimSpace(t.Text) == "":
			return ledger.Errorf(ledger.CodeInvalid, "请填写目标的内容").At(field)
		case seen[t.ID]:
			return ledger.Errorf(ledger.CodeInvalid, "目标编号“%s”重复", t.ID).At(field)
		case t.Kind != ledger.Deed && t.Kind != ledger.Standard && t.Kind != ledger.Work && t.Quantity == nil:
			return ledger.Errorf(ledger.CodeInvalid, "“%s”按数量考核，请填写数量；没有数量的，请把类型改为“事项”", t.Text).At(field)
		case t.Quantity != nil && t.Quantity.IsNegative():
			return ledger.Errorf(ledger.CodeInvalid, "目标的数量不能小于0").At(field)
		}
		seen[t.ID] = true
	}
	return nil
}

func checkMilestones(pr *ledger.Project, milestones []ledger.Milestone) error {
	for i, m := range milestones {
		field := Row("milestone", i)
		if !m.Due.Valid() {
			return ledger.Errorf(ledger.CodeInvalid, "请填写节点的日期，如 2020-06-30").At(field)
		}
		if m.Text == "" && len(m.Expect) == 0 {
			return ledger.Errorf(ledger.CodeInvalid, "请填写节点的要求；不再需要的节点，请把日期也清空").At(field)
		}
		for _, e := range m.Expect {
			t, ok := pr.Target(e.Target)
			if !ok {
				return ledger.Errorf(ledger.CodeInvalid, "节点要求所指的目标已经没有，请重新选择").At(field)
			}
			if e.Part != "" && !slices.ContainsFunc(t.Parts, func(p ledger.Part) bool { return p.Name == e.Part }) {
				return ledger.Errorf(ledger.CodeInvalid, "目标“%s”没有名为“%s”的组成部分", t.Text, e.Part).At(field)
			}
			if (e.Percent == nil) == (e.Quantity == nil) {
				return ledger.Errorf(ledger.CodeInvalid, "每条数字要求请填百分比或数量中的一个").At(field)
			}
			if isNegative(e.Percent) || isNegative(e.Quantity) {
				return ledger.Errorf(ledger.CodeInvalid, "节点要求的数字不能小于0").At(field)
			}
		}
	}
	return nil
}

// Adjust enters an approved change of a project's plan.
type Adjust struct{ Adjustment ledger.Adjustment }

func (e Adjust) about() string {
	return "项目" + e.Adjustment.Project.String() + string(e.Adjustment.Kind)
}

func (e Adjust) fact(l *Snapshot) (any, error) { return factOf(l, e.Adjustment.Project) }

func (e Adjust) apply(d *desk) error {
	a := e.Adjustment
	pr, ok := d.after.Project(a.Project)
	if !ok {
		return ledger.Errorf(ledger.CodeNotFound, "台账中没有序号为“%s”的项目", a.Project)
	}
	now := InForce(d.after, pr)
	a.Targets, a.Milestones = slices.Clone(a.Targets), slices.Clone(a.Milestones)
	keepCells(now.Targets, a.Targets, func(t *ledger.Target) *ledger.Cell { return &t.Cell })
	keepCells(now.Milestones, a.Milestones, func(m *ledger.Milestone) *ledger.Cell { return &m.Cell })
	if err := checkAdjustment(&a, now); err != nil {
		return err
	}
	a.Submission = unnumbered
	d.after.Adjustments = append(d.after.Adjustments, a)
	slices.SortStableFunc(d.after.Adjustments, func(a, b ledger.Adjustment) int {
		return strings.Compare(a.Effective.String(), b.Effective.String())
	})
	return nil
}

// InForce is a project as all adjustments entered so far leave it by the year's
// end.
func InForce(p *ledger.Programme, pr *ledger.Project) *ledger.Project {
	return ledger.Due(p, pr, ledger.Period{Year: p.Year, Kind: ledger.Year, N: 1}).Project
}

// checkAdjustment refuses an adjustment that lacks what its kind needs, and
// leaves only what its kind uses. pr is the project as it is in force.
func checkAdjustment(a *ledger.Adjustment, pr *ledger.Project) error {
	switch {
	case strings.TrimSpace(a.ApprovedBy) == "":
		return ledger.Errorf(ledger.CodeInvalid, "请填写由谁批准").At("approved-by")
	case !a.Approved.Valid():
		return ledger.Errorf(ledger.CodeInvalid, "请填写批准日期，如 2020-05-20").At("approved")
	case strings.TrimSpace(a.Paper) == "":
		return ledger.Errorf(ledger.CodeInvalid, "请填写批准文件的文号或名称").At("paper")
	case !a.Effective.Valid():
		return ledger.Errorf(ledger.CodeInvalid, "请填写生效日期，如 2020-06-01").At("effective")
	}
	switch a.Kind {
	case ledger.AdjustTarget:
		a.Milestones = nil
		a.Targets = slices.DeleteFunc(a.Targets, func(t ledger.Target) bool { return t.Cell != handCell() })
		if len(a.Targets) == 0 && a.Deadline.IsZero() {
			return ledger.Errorf(ledger.CodeInvalid, "请改动要调整的目标或完成时限").At(Row("target", 0))
		}
		for i, t := range a.Targets {
			if _, ok := pr.Target(t.ID); !ok {
				return ledger.Errorf(ledger.CodeInvalid, "目标调整不能增加目标；增加目标请选“拆分”").At(Row("target", i))
			}
		}
		return checkTargets(a.Targets)
	case ledger.AdjustMilestone:
		a.Targets = nil
		if len(a.Milestones) == 0 {
			return ledger.Errorf(ledger.CodeInvalid, "请填写顺延后的节点").At(Row("milestone", 0))
		}
		return checkMilestones(pr, a.Milestones)
	case ledger.AdjustSplit:
		if len(a.Targets) == 0 {
			return ledger.Errorf(ledger.CodeInvalid, "请填写拆分后的目标").At(Row("target", 0))
		}
		if err := checkTargets(a.Targets); err != nil {
			return err
		}
		split := *pr
		split.Targets = a.Targets
		return checkMilestones(&split, a.Milestones)
	case ledger.AdjustSuspend, ledger.AdjustWithdraw:
		a.Targets, a.Milestones, a.Deadline = nil, nil, ledger.Date{}
		return nil
	}
	return ledger.Errorf(ledger.CodeInvalid, "请选择调整的种类").At("kind")
}

func isNegative(d *decimal.Decimal) bool { return d != nil && d.IsNegative() }

// compareAdjustments are the adjustments that a programme has beyond those
// before, in words.
func compareAdjustments(p *ledger.Programme, before []ledger.Adjustment) []Change {
	var list []Change
	for i := range p.Adjustments {
		a := &p.Adjustments[i]
		if a.Submission != unnumbered {
			continue
		}
		pr, ok := p.Project(a.Project)
		if !ok {
			continue
		}
		add := func(field, old, next string) {
			list = append(list, Change{Project: a.Project.String(), Name: pr.Name, Field: string(a.Kind) + "·" + field, Old: old, New: next})
		}
		held := *p
		held.Adjustments = before
		was := InForce(&held, pr)
		add("批准", "", a.ApprovedBy+"，"+a.Approved.Chinese()+"，"+a.Paper)
		add("生效日期", "", a.Effective.Chinese())
		if !a.Deadline.IsZero() {
			add("完成时限", was.Deadline.Chinese(), a.Deadline.Chinese())
		}
		next := *was
		switch a.Kind {
		case ledger.AdjustTarget:
			next.Targets = slices.Clone(was.Targets)
			for _, t := range a.Targets {
				if old, ok := next.Target(t.ID); ok {
					*old = t
				}
			}
		case ledger.AdjustMilestone:
			next.Milestones = a.Milestones
		case ledger.AdjustSplit:
			next.Targets, next.Milestones = a.Targets, a.Milestones
		case ledger.AdjustSuspend, ledger.AdjustWithdraw:
		}
		for _, c := range changes(intake.CompareFacts(alone(was), alone(&next))) {
			add(c.Field, c.Old, c.New)
		}
	}
	return list
}

// alone is a programme of one project.
func alone(pr *ledger.Project) *ledger.Programme {
	return &ledger.Programme{Projects: []ledger.Project{*pr}}
}
