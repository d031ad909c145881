package web

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/app"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// projectForm is a project as its form shows it or as it was typed.
type projectForm struct {
	Series, No, Sub                 string // the identity of a new one
	Name, Category, Content, Nature string
	Deadline, DeadlineText          string
	NoTask                          bool
	Lead, Local, Partner, Leader    string // names, one a line
	Reporter                        string // the confirmed reporter; "" while it waits
	Total, Planned                  string
	planForm
	Shares []shareRow
	Funds  []fundRow
}

// planForm are the targets and milestones of a project or of an adjustment.
type planForm struct {
	Targets    []targetRow
	Milestones []milestoneRow
}

type targetRow struct {
	ID, Text, Kind, Comparator, Quantity, Measure, Baseline string
	Lower, NeedsBase, StartOnly                             bool
	Parts                                                   string // 新建15所；改造11所
}

type milestoneRow struct {
	Due, Text string
	Expect    []expectRow
}

type expectRow struct {
	Of     string // target, or target|part
	Aspect string
	Amount string // 20%, or a quantity
	// Own: the quantity counts from the milestone before, not from the year's
	// beginning. OfWork: the percent is of the works.
	Own, OfWork bool
}

type shareRow struct {
	Unit, Of, Quantity string
	Within             bool   // 其中
	Name               string // what it counts
}

type fundRow struct {
	Source, Amount string
	Open           bool
}

// formOfProject is a project as its form shows it first, with empty rows to add
// more.
func formOfProject(p *ledger.Project) projectForm {
	f := projectForm{
		Series: p.ID.Series, No: p.ID.No, Sub: p.ID.Sub,
		Name: p.Name, Category: p.Category, Content: p.Content, Nature: p.Nature,
		Deadline: p.Deadline.String(), DeadlineText: p.DeadlineText, NoTask: p.NoTask,
		Lead: lined(p, ledger.Lead), Local: lined(p, ledger.Local), Partner: lined(p, ledger.Partner), Leader: lined(p, ledger.Leader),
		Total: numberText(p.Total), Planned: numberText(p.Planned), planForm: formOfPlan(p),
	}
	if name, confirmed := p.Reporter(); confirmed {
		f.Reporter = name
	}
	for _, a := range p.Allocations {
		f.Shares = append(f.Shares, shareRow{a.Unit, targetPart(a.Target, a.Part), a.Quantity.String(), a.Of, a.Name})
	}
	f.Shares = append(f.Shares, make([]shareRow, 2)...)
	for _, m := range p.Funding {
		f.Funds = append(f.Funds, fundRow{m.Source, numberText(m.Amount), m.Open})
	}
	f.Funds = append(f.Funds, make([]fundRow, 2)...)
	return f
}

func formOfPlan(p *ledger.Project) planForm {
	var f planForm
	for _, t := range p.Targets {
		row := targetRow{
			ID: t.ID, Text: t.Text, Kind: string(t.Kind), Comparator: string(t.Comparator), Quantity: numberText(t.Quantity),
			Measure: t.Measure, Baseline: numberText(t.Baseline), Lower: t.LowerIsBetter, NeedsBase: t.NeedsBase, StartOnly: t.StartOnly,
		}
		for i, part := range t.Parts {
			if i > 0 {
				row.Parts += "；"
			}
			if part.Of {
				row.Parts += "其中"
			}
			row.Parts += part.Name + " " + part.Quantity.String() + part.Measure
		}
		f.Targets = append(f.Targets, row)
	}
	f.Targets = append(f.Targets, targetRow{})
	for _, m := range p.Milestones {
		row := milestoneRow{Due: m.Due.String(), Text: m.Text}
		for _, e := range m.Expect {
			x := expectRow{Of: targetPart(e.Target, e.Part), Aspect: string(e.Aspect), OfWork: e.OfWork}
			if e.Percent != nil {
				x.Amount = e.Percent.String() + "%"
			} else if e.Quantity != nil {
				x.Amount, x.Own = e.Quantity.String(), !e.Cumulative
			}
			row.Expect = append(row.Expect, x)
		}
		row.Expect = append(row.Expect, expectRow{})
		f.Milestones = append(f.Milestones, row)
	}
	f.Milestones = append(f.Milestones, milestoneRow{Expect: make([]expectRow, 2)})
	return f
}

func lined(p *ledger.Project, role ledger.Role) string { return strings.Join(p.Names(role), "\n") }

func targetPart(target, part string) string {
	if part == "" {
		return target
	}
	return target + "|" + part
}

// readProjectForm is the form as typed.
func readProjectForm(v url.Values) projectForm {
	f := projectForm{
		Series: v.Get("series"), No: v.Get("no"), Sub: v.Get("sub"),
		Name: v.Get("name"), Category: v.Get("category"), Content: v.Get("content"), Nature: v.Get("nature"),
		Deadline: v.Get("deadline"), DeadlineText: v.Get("deadline-text"), NoTask: v.Has("no-task"),
		Lead: v.Get("lead"), Local: v.Get("local"), Partner: v.Get("partner"), Leader: v.Get("leader"), Reporter: v.Get("reporter"),
		Total: v.Get("total"), Planned: v.Get("planned"), planForm: readPlanForm(v),
	}
	for i := 0; v.Has(app.Row("share", i) + ".unit"); i++ {
		at := app.Row("share", i)
		f.Shares = append(f.Shares, shareRow{v.Get(at + ".unit"), v.Get(at + ".of"), v.Get(at + ".quantity"), v.Has(at + ".within"), v.Get(at + ".name")})
	}
	for i := 0; v.Has(app.Row("fund", i) + ".source"); i++ {
		at := app.Row("fund", i)
		f.Funds = append(f.Funds, fundRow{v.Get(at + ".source"), v.Get(at + ".amount"), v.Has(at + ".open")})
	}
	return f
}

func readPlanForm(v url.Values) planForm {
	var f planForm
	for i := 0; v.Has(app.Row("target", i) + ".text"); i++ {
		at := app.Row("target", i)
		f.Targets = append(f.Targets, targetRow{
			ID: v.Get(at + ".id"), Text: v.Get(at + ".text"), Kind: v.Get(at + ".kind"), Comparator: v.Get(at + ".comparator"),
			Quantity: v.Get(at + ".quantity"), Measure: v.Get(at + ".measure"), Baseline: v.Get(at + ".baseline"),
			Lower: v.Has(at + ".lower"), NeedsBase: v.Has(at + ".needs-base"), StartOnly: v.Has(at + ".start-only"), Parts: v.Get(at + ".parts"),
		})
	}
	for i := 0; v.Has(app.Row("milestone", i) + ".due"); i++ {
		at := app.Row("milestone", i)
		m := milestoneRow{Due: v.Get(at + ".due"), Text: v.Get(at + ".text")}
		for k := 0; v.Has(app.Row(at, k) + ".amount"); k++ {
			e := app.Row(at, k)
			m.Expect = append(m.Expect, expectRow{v.Get(e + ".of"), v.Get(e + ".aspect"), v.Get(e + ".amount"), v.Has(e + ".own"), v.Has(e + ".of-work")})
		}
		f.Milestones = append(f.Milestones, m)
	}
	return f
}

// project is old with what the form says. An error has its field.
func (f *projectForm) project(old *ledger.Project) (ledger.Project, error) {
	p := old.Clone()
	p.Name, p.Category, p.Content, p.Nature = strings.TrimSpace(f.Name), strings.TrimSpace(f.Category), unbroken(f.Content), strings.TrimSpace(f.Nature)
	p.DeadlineText, p.NoTask = strings.TrimSpace(f.DeadlineText), f.NoTask
	var err error
	if p.Deadline, err = dateField(f.Deadline, "deadline"); err != nil {
		return p, err
	}
	if p.Total, err = numberField(f.Total, "total"); err != nil {
		return p, err
	}
	if p.Planned, err = numberField(f.Planned, "planned"); err != nil {
		return p, err
	}
	p.Duties = nil
	for _, d := range []struct {
		role ledger.Role
		text string
	}{{ledger.Lead, f.Lead}, {ledger.Local, f.Local}, {ledger.Partner, f.Partner}, {ledger.Leader, f.Leader}} {
		for _, name := range names(d.text) {
			p.Duties = append(p.Duties, ledger.Duty{Role: d.role, Name: name, Confirmed: d.role == ledger.Lead && name == f.Reporter})
		}
	}
	if leads := p.Names(ledger.Lead); len(leads) == 1 && !slices.ContainsFunc(old.Duties, func(d ledger.Duty) bool { return d.Role == ledger.Lead && d.Confirmed }) {
		for i := range p.Duties {
			p.Duties[i].Confirmed = false // the only one needs no confirming
		}
	}
	p.Duties = inOrderOf(old.Duties, p.Duties)
	if p.Targets, p.Milestones, err = f.plan(old); err != nil {
		return p, err
	}
	p.Allocations = nil
	for i, row := range f.Shares {
		if strings.TrimSpace(row.Unit) == "" {
			continue
		}
		n, err := numberField(row.Quantity, app.Row("share", i))
		if err != nil {
			return p, err
		}
		if n == nil {
			return p, ledger.Errorf(ledger.CodeInvalid, "请填写分解到“%s”的任务量；不再分解的，请把单位清空", row.Unit).At(app.Row("share", i))
		}
		target, part, _ := strings.Cut(row.Of, "|")
		p.Allocations = append(p.Allocations, ledger.Allocation{
			Target: target, Part: part, Unit: strings.TrimSpace(row.Unit), Quantity: *n, Of: row.Within, Name: strings.TrimSpace(row.Name),
		})
	}
	p.Funding = nil
	for i, row := range f.Funds {
		if strings.TrimSpace(row.Source) == "" {
			continue
		}
		n, err := numberField(row.Amount, app.Row("fund", i))
		if err != nil {
			return p, err
		}
		p.Funding = append(p.Funding, ledger.Funding{Source: strings.TrimSpace(row.Source), Amount: n, Open: row.Open})
	}
	return p, nil
}

// inOrderOf puts duties in the order of the old ones, new ones behind: which
// stood first among several roles is no change.
func inOrderOf(old, duties []ledger.Duty) []ledger.Duty {
	var list []ledger.Duty
	for _, o := range old {
		if !slices.ContainsFunc(duties, func(d ledger.Duty) bool { return d.Role == o.Role && d.Name == o.Name }) {
			continue
		}
		// The roles keep their places; within a role the form's own order counts.
		i := slices.IndexFunc(duties, func(d ledger.Duty) bool { return d.Role == o.Role && !contained(list, d) })
		if i >= 0 {
			list = append(list, duties[i])
		}
	}
	for _, d := range duties {
		if !contained(list, d) {
			list = append(list, d)
		}
	}
	return list
}

func contained(list []ledger.Duty, d ledger.Duty) bool {
	return slices.ContainsFunc(list, func(o ledger.Duty) bool { return o.Role == d.Role && o.Name == d.Name })
}

// plan are the targets and milestones as typed; a target keeps what the form
// does not ask of it.
func (f *planForm) plan(old *ledger.Project) ([]ledger.Target, []ledger.Milestone, error) {
	var targets []ledger.Target
	last := len(old.Targets)
	for i, row := range f.Targets {
		if strings.TrimSpace(row.Text) == "" {
			continue
		}
		var t ledger.Target
		if was, ok := old.Target(row.ID); ok {
			t = *was
		} else {
			for t.ID = ""; t.ID == "" || slices.ContainsFunc(old.Targets, func(o ledger.Target) bool { return o.ID == t.ID }); {
				last++
				t.ID = "t" + strconv.Itoa(last)
			}
		}
		if err := row.fill(&t, app.Row("target", i)); err != nil {
			return nil, nil, err
		}
		targets = append(targets, t)
	}
	var milestones []ledger.Milestone
	for i, row := range f.Milestones {
		m, err := row.milestone(old, app.Row("milestone", i))
		if err != nil {
			return nil, nil, err
		}
		if !m.Due.IsZero() || m.Text != "" || len(m.Expect) > 0 {
			milestones = append(milestones, m)
		}
	}
	return targets, milestones, nil
}

func (row *targetRow) fill(t *ledger.Target, field string) (err error) {
	t.Text, t.Kind, t.Comparator = strings.TrimSpace(row.Text), ledger.TargetKind(row.Kind), ledger.Comparator(row.Comparator)
	t.Measure, t.LowerIsBetter, t.NeedsBase, t.StartOnly = strings.TrimSpace(row.Measure), row.Lower, row.NeedsBase, row.StartOnly
	if t.Quantity, err = numberField(row.Quantity, field); err != nil {
		return err
	}
	if t.Baseline, err = numberField(row.Baseline, field); err != nil {
		return err
	}
	t.Parts, err = partsField(row.Parts, t.Measure, field)
	return err
}

var partForm = regexp.MustCompile(`^(其中)?\s*(.*?)\s*([0-9]+(?:\.[0-9]+)?)\s*(\D*)$`)

// partsField are the parts of a target as typed: 新建 15所；改造 11所.
func partsField(text, measure, field string) ([]ledger.Part, error) {
	var parts []ledger.Part
	for _, one := range strings.FieldsFunc(text, func(r rune) bool { return r == '；' || r == ';' || r == '\n' }) {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		m := partForm.FindStringSubmatch(one)
		if m == nil {
			return nil, ledger.Errorf(ledger.CodeInvalid, "组成部分“%s”没有数量，应写作 新建 15所；改造 11所", one).At(field)
		}
		n, err := decimal.NewFromString(m[3])
		if err != nil {
			return nil, ledger.Errorf(ledger.CodeInvalid, "组成部分“%s”的数量无法识别", one).At(field)
		}
		part := ledger.Part{Name: m[2], Quantity: n, Measure: m[4], Of: m[1] != ""}
		if part.Measure == "" {
			part.Measure = measure
		}
		parts = append(parts, part)
	}
	return parts, nil
}

func (row *milestoneRow) milestone(old *ledger.Project, field string) (ledger.Milestone, error) {
	due, err := dateField(row.Due, field)
	if err != nil {
		return ledger.Milestone{}, err
	}
	m := ledger.Milestone{Due: due, Text: unbroken(row.Text)}
	if !due.IsZero() {
		m.Period = ledger.Period{Year: due.Year, Kind: ledger.Month, N: due.Month}.String()
	}
	for _, o := range old.Milestones {
		if o.Due == due {
			m.Period = o.Period
		}
	}
	for _, e := range row.Expect {
		if strings.TrimSpace(e.Amount) == "" {
			continue
		}
		n, err := numberField(e.Amount, field)
		if err != nil {
			return m, err
		}
		x := ledger.Expectation{Aspect: ledger.Aspect(e.Aspect), Cumulative: true}
		x.Target, x.Part, _ = strings.Cut(e.Of, "|")
		if strings.ContainsAny(e.Amount, "%％") {
			x.Percent, x.OfWork = n, e.OfWork
		} else {
			x.Quantity, x.Cumulative = n, !e.Own
		}
		m.Expect = append(m.Expect, x)
	}
	return m, nil
}

// unbroken is a text of several lines with plain line ends.
func unbroken(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) }

// choice is one option of a list to choose from.
type choice struct{ Value, Words string }

// What the lists of a project's form offer.
var (
	targetKinds = kindChoices()
	comparators = []choice{
		{"", "—"}, {string(ledger.Exactly), "等于"}, {string(ledger.AtLeast), "不少于"}, {string(ledger.AtMost), "不超过"}, {string(ledger.About), "约"},
	}
	aspects = []choice{{string(ledger.Start), "开工"}, {string(ledger.Progress), "完成"}, {string(ledger.Finish), "完工"}}
)

func kindChoices() []choice {
	var list []choice
	for _, k := range []ledger.TargetKind{ledger.Flow, ledger.Work, ledger.Reach, ledger.Keep, ledger.Standard, ledger.Deed} {
		list = append(list, choice{string(k), intake.KindWords[k]})
	}
	return list
}

// partChoices are a project's targets and their parts, to choose from.
func partChoices(targets []ledger.Target) []choice {
	var list []choice
	for _, t := range targets {
		list = append(list, choice{t.ID, t.Text})
		for _, part := range t.Parts {
			list = append(list, choice{targetPart(t.ID, part.Name), t.Text + "·" + part.Name})
		}
	}
	return list
}
