package intake

import (
	"fmt"
	"sort"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// Difference is one field of a project or report that a file changes.
type Difference struct {
	Project string // ProjectID as shown: 1③
	Name    string
	Field   string // in Chinese: 完成时限
	Old     string // "" for a new one
	New     string // "" for one that is gone
	Cell    ledger.Cell
}

// ComparePlans lists what a plan changes in a programme, project by project in
// the new plan's order, those that are gone last. Rows put in another order are
// no difference.
func ComparePlans(before, after *ledger.Programme) []Difference {
	old := before.ByID()
	var out []Difference
	for i := range after.Projects {
		pr := &after.Projects[i]
		o := old[pr.ID]
		delete(old, pr.ID)
		if o == nil {
			out = append(out, Difference{Project: pr.ID.String(), Name: pr.Name, Field: "项目", New: pr.Name, Cell: pr.Cell})
			continue
		}
		out = append(out, compareFields(pr.ID.String(), pr.Name, projectFields(o), projectFields(pr))...)
	}
	for i := range before.Projects {
		if o := old[before.Projects[i].ID]; o != nil {
			out = append(out, Difference{Project: o.ID.String(), Name: o.Name, Field: "项目", Old: o.Name, Cell: o.Cell})
		}
	}
	return out
}

// fieldValue is one field as shown, with where it stands.
type fieldValue struct {
	name  string
	value string
	cell  ledger.Cell
}

// compareFields pairs fields by name and lists those that differ.
func compareFields(project, name string, before, after []fieldValue) []Difference {
	old := make(map[string]fieldValue, len(before))
	for _, f := range before {
		old[f.name] = f
	}
	var out []Difference
	for _, f := range after {
		o := old[f.name]
		delete(old, f.name)
		if o.value != f.value && wording.Squeeze(o.value) != wording.Squeeze(f.value) {
			out = append(out, Difference{project, name, f.name, o.value, f.value, f.cell})
		}
	}
	for _, f := range before {
		if _, gone := old[f.name]; gone && f.value != "" {
			out = append(out, Difference{project, name, f.name, f.value, "", f.cell})
		}
	}
	return out
}

func projectFields(p *ledger.Project) []fieldValue {
	contentCell := p.Cell
	if len(p.Targets) > 0 {
		contentCell = p.Targets[0].Cell
	}
	fields := []fieldValue{
		{"项目名称", p.Name, p.Cell},
		{"类别", p.Category, p.Cell},
		{"主要内容", p.Content, contentCell},
		{"建设性质", p.Nature, p.Cell},
		{"完成时限", firstOf(p.DeadlineText, p.Deadline.Chinese()), p.Cell},
		{"有无任务", map[bool]string{true: "无任务"}[p.NoTask], p.Cell},
	}
	for _, duty := range []struct {
		role ledger.Role
		name string
	}{{ledger.Lead, "牵头单位"}, {ledger.Local, "属地单位"}, {ledger.Partner, "配合单位"}, {ledger.Leader, "分管领导"}} {
		fields = append(fields, fieldValue{duty.name, strings.Join(p.Names(duty.role), "、"), dutyCell(p, duty.role)})
	}
	for i := range p.Targets {
		t := &p.Targets[i]
		fields = append(fields, fieldValue{"目标" + t.ID, TargetText(t), t.Cell})
	}
	for _, m := range p.Milestones {
		fields = append(fields, fieldValue{"进度要求（" + m.Due.Chinese() + "）", m.Text, m.Cell})
	}
	for _, a := range p.Allocations {
		of := ""
		if a.Of {
			of = "其中" + a.Name
		}
		fields = append(fields, fieldValue{"任务分解（" + a.Unit + " " + a.Target + a.Part + of + "）", a.Quantity.String(), a.Cell})
	}
	fields = append(fields, fieldValue{"总投资（万元）", amount(p.Total), p.Cell}, fieldValue{"当年计划投资（万元）", amount(p.Planned), p.Cell})
	for _, f := range p.Funding {
		value := amount(f.Amount)
		if f.Open {
			value = "其余"
		}
		fields = append(fields, fieldValue{"资金来源（" + f.Source + "）", value, f.Cell})
	}
	return fields
}

func dutyCell(p *ledger.Project, role ledger.Role) ledger.Cell {
	for _, d := range p.Duties {
		if d.Role == role {
			return d.Cell
		}
	}
	return p.Cell
}

// TargetText is a target as understood: 70个, ≥95%, 由610提高到645元/月·人.
func TargetText(t *ledger.Target) string {
	if t.Quantity == nil {
		return t.Text
	}
	s := t.Quantity.String() + t.Measure
	if t.Baseline != nil {
		s = "由" + t.Baseline.String() + "到" + s
	}
	switch t.Comparator {
	case ledger.AtLeast:
		s = "不少于" + s
	case ledger.AtMost:
		s = "不超过" + s
	case ledger.About:
		s = "约" + s
	case ledger.Exactly:
	}
	for _, p := range t.Parts {
		s += fmt.Sprintf("，%s%s%s", p.Name, p.Quantity.String(), p.Measure)
	}
	return s
}

func amount(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

// CompareReports lists what reports change against the stored ones of the same
// project, unit, area and period, field by field.
func CompareReports(p *ledger.Programme, stored, fresh []ledger.Report) []Difference {
	old := make(map[reportKey]*ledger.Report)
	for i := range stored {
		r := &stored[i]
		old[reportKey{r.Project, r.Unit, r.Area, r.Period}] = r
	}
	projects := p.ByID()
	var out []Difference
	for i := range fresh {
		r := &fresh[i]
		project, name := r.Project.String(), ""
		pr := projects[r.Project]
		if pr != nil {
			name = pr.Name
		}
		if r.Area != "" {
			name += "（" + r.Area + "）"
		}
		o := old[reportKey{r.Project, r.Unit, r.Area, r.Period}]
		var before []fieldValue
		if o != nil {
			before = reportFields(pr, o)
		}
		out = append(out, compareFields(project, name, before, reportFields(pr, r))...)
	}
	return out
}

func reportFields(pr *ledger.Project, r *ledger.Report) []fieldValue {
	var fields []fieldValue
	for i := range r.Figures {
		f := &r.Figures[i]
		of := f.Target
		if pr != nil {
			if t, ok := pr.Target(f.Target); ok {
				of = shorten(t.Text)
			}
		}
		if f.Part != "" {
			of += " " + f.Part
		}
		for _, v := range []struct {
			name  string
			value *decimal.Decimal
			sign  string
		}{
			{"开工数", f.Started, ""},
			{"累计完成", f.Done, ""},
			{"完工数", f.Finished, ""},
			{"开工率", f.StartedPercent, "%"},
			{"完成率", f.DonePercent, "%"},
			{"完工率", f.FinishedPercent, "%"},
		} {
			if v.value != nil {
				fields = append(fields, fieldValue{v.name + "（" + of + "）", v.value.String() + v.sign, f.Cell})
			}
		}
	}
	sort.SliceStable(fields, func(i, j int) bool { return fields[i].name < fields[j].name })
	for _, v := range []fieldValue{
		{"是否达序时", string(r.Declared), r.Cell},
		{"阶段性成效", map[bool]string{true: "已取得"}[r.PhaseReached], r.Cell},
		{"形象进度", firstOf(r.StageText, string(r.Stage)), r.Cell},
		{"年度计划投资（万元）", amount(r.Planned), r.Cell},
		{"累计完成投资（万元）", amount(r.Invested), r.Cell},
		{"资金到位（万元）", amount(r.InPlace), r.Cell},
		{"存在问题", r.Problems, r.Cell},
		{"下一步打算", r.Next, r.Cell},
		{"需协调事项", r.Request, r.Cell},
		{"填报日期", r.Filed.Chinese(), r.Cell},
	} {
		if v.value != "" {
			fields = append(fields, v)
		}
	}
	return fields
}
