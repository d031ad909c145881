package intake

import (
	"fmt"
	"slices"
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

// WholeProject is the field of a project that is new or gone.
const WholeProject = "项目"

// ComparePlans lists what a plan changes in a programme, project by project in
// the new plan's order, those that are gone last. Rows put in another order are
// no difference.
func ComparePlans(before, after *ledger.Programme) []Difference {
	return comparePlans(before, after, projectFields)
}

func comparePlans(before, after *ledger.Programme, fields func(*ledger.Project) []fieldValue) []Difference {
	if before == after {
		return nil
	}
	old := before.ByID()
	var out []Difference
	for i := range after.Projects {
		pr := &after.Projects[i]
		o := old[pr.ID]
		delete(old, pr.ID)
		if o == nil {
			out = append(out, Difference{Project: pr.ID.String(), Name: pr.Name, Field: WholeProject, New: pr.Name, Cell: pr.Cell})
			continue
		}
		out = append(out, compareFields(pr.ID.String(), pr.Name, fields(o), fields(pr))...)
	}
	for i := range before.Projects {
		if o := old[before.Projects[i].ID]; o != nil {
			out = append(out, Difference{Project: o.ID.String(), Name: o.Name, Field: WholeProject, Old: o.Name, Cell: o.Cell})
		}
	}
	return out
}

// fieldValue is one field as shown, with where it stands.
type fieldValue struct {
	name  string
	value string
	cell  ledger.Cell
	// key tells fields of one name apart, such as targets in the same words, and
	// finds a field that is called otherwise now.
	key string
}

// pair is what two values of the same field have in common.
func (f *fieldValue) pair() string { return firstOf(f.key, f.name) }

// compareFields pairs fields and lists those that differ.
func compareFields(project, name string, before, after []fieldValue) []Difference {
	old := make(map[string]fieldValue, len(before))
	for _, f := range before {
		old[f.pair()] = f
	}
	var out []Difference
	for _, f := range after {
		o := old[f.pair()]
		delete(old, f.pair())
		if o.value != f.value && wording.Squeeze(o.value) != wording.Squeeze(f.value) {
			out = append(out, Difference{project, name, f.name, o.value, f.value, f.cell})
		}
	}
	for _, f := range before {
		if _, gone := old[f.pair()]; gone && f.value != "" {
			out = append(out, Difference{project, name, f.name, f.value, "", f.cell})
		}
	}
	return out
}

// dutyFields are the fields that name who answers for a project.
var dutyFields = []struct {
	role ledger.Role
	name string
}{{ledger.Lead, "牵头单位"}, {ledger.Local, "属地单位"}, {ledger.Partner, "配合单位"}, {ledger.Leader, "分管领导"}}

// shareField begins the name of a field that is an area's share.
const shareField = "任务分解·"

// Concerns reports whether a project's change is of a unit's duty or share.
func Concerns(field, old, next, unit string) bool {
	if rest, ok := strings.CutPrefix(field, shareField); ok {
		rest, ok = strings.CutPrefix(rest, unit)
		return ok && (rest == "" || strings.HasPrefix(rest, "：") || strings.HasPrefix(rest, "（"))
	}
	for _, duty := range dutyFields {
		if field == duty.name && duty.role != ledger.Leader {
			return slices.Contains(strings.Split(old, "、"), unit) != slices.Contains(strings.Split(next, "、"), unit)
		}
	}
	return false
}

func projectFields(p *ledger.Project) []fieldValue {
	contentCell := p.Cell
	if len(p.Targets) > 0 {
		contentCell = p.Targets[0].Cell
	}
	fields := []fieldValue{
		{name: "项目名称", value: p.Name, cell: p.Cell},
		{name: "类别", value: p.Category, cell: p.Cell},
		{name: "主要内容", value: p.Content, cell: contentCell},
		{name: "建设性质", value: p.Nature, cell: p.Cell},
		{name: "完成时限", value: firstOf(p.DeadlineText, p.Deadline.Chinese()), cell: p.Cell},
		{name: "有无任务", value: map[bool]string{true: "无任务"}[p.NoTask], cell: p.Cell},
	}
	for _, duty := range dutyFields {
		fields = append(fields, fieldValue{name: duty.name, value: strings.Join(p.Names(duty.role), "、"), cell: dutyCell(p, duty.role)})
	}
	for i := range p.Targets {
		t := &p.Targets[i]
		fields = append(fields, fieldValue{"年度目标·" + shorten(t.Text), TargetText(t), t.Cell, "target " + t.ID})
	}
	for _, m := range p.Milestones {
		fields = append(fields, fieldValue{name: "进度要求（" + m.Due.Chinese() + "）", value: m.Text, cell: m.Cell})
	}
	for _, a := range p.Allocations {
		fields = append(fields, fieldValue{
			allocationWords(p, &a), a.Quantity.String(), a.Cell, strings.Join([]string{"share", a.Unit, a.Target, a.Part, a.Name}, "\x00"),
		})
	}
	fields = append(fields, fieldValue{name: "总投资（万元）", value: amount(p.Total), cell: p.Cell}, fieldValue{name: "当年计划投资（万元）", value: amount(p.Planned), cell: p.Cell})
	for _, f := range p.Funding {
		value := amount(f.Amount)
		if f.Open {
			value = "其余"
		}
		fields = append(fields, fieldValue{name: "资金来源（" + f.Source + "）", value: value, cell: f.Cell})
	}
	return fields
}

// allocationWords are what an officer calls an area's share:
// 任务分解·清江浦区：改造老旧小区（其中续建）.
func allocationWords(p *ledger.Project, a *ledger.Allocation) string {
	words := shareField + a.Unit
	if t, ok := p.Target(a.Target); ok {
		words += "：" + shorten(t.Text)
	}
	if a.Part != "" {
		words += "（" + a.Part + "）"
	}
	if a.Of {
		words += "（其中" + a.Name + "）"
	}
	return words
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
		of := ""
		if pr != nil {
			if t, ok := pr.Target(f.Target); ok {
				of = shorten(t.Text)
			}
		}
		if f.Part != "" {
			of = strings.TrimPrefix(of+"，"+f.Part, "，")
		}
		if of != "" {
			of = "（" + of + "）"
		}
		for _, v := range []struct {
			name  string
			value *decimal.Decimal
			sign  string
			cell  ledger.Cell
		}{
			{"开工数", f.Started, "", f.StartedCell},
			{"累计完成", f.Done, "", f.Cell},
			{"完工数", f.Finished, "", f.FinishedCell},
			{"开工率", f.StartedPercent, "%", f.StartedCell},
			{"完成率", f.DonePercent, "%", f.DonePercentCell},
			{"完工率", f.FinishedPercent, "%", f.FinishedCell},
		} {
			if v.cell.Ref == "" {
				v.cell = f.Cell
			}
			if v.value != nil {
				fields = append(fields, fieldValue{v.name + of, v.value.String() + v.sign, v.cell, strings.Join([]string{v.name, f.Target, f.Part}, "\x00")})
			}
		}
	}
	sort.SliceStable(fields, func(i, j int) bool { return fields[i].pair() < fields[j].pair() })
	for _, v := range []fieldValue{
		{name: "是否达序时", value: string(r.Declared), cell: r.Cell},
		{name: "阶段性成效", value: map[bool]string{true: "已取得"}[r.PhaseReached], cell: r.Cell},
		{name: "形象进度", value: firstOf(r.StageText, string(r.Stage)), cell: r.Cell},
		{name: "年度计划投资（万元）", value: amount(r.Planned), cell: r.PlannedCell},
		{name: "累计完成投资（万元）", value: amount(r.Invested), cell: r.InvestedCell},
		{name: "资金到位（万元）", value: amount(r.InPlace), cell: r.InPlaceCell},
		{name: "存在问题", value: r.Problems, cell: r.Cell},
		{name: "下一步打算", value: r.Next, cell: r.Cell},
		{name: "需协调事项", value: r.Request, cell: r.Cell},
		{name: "填报日期", value: r.Filed.Chinese(), cell: r.Cell},
	} {
		if v.cell.Ref == "" {
			v.cell = r.Cell // an amount that was stored without its cell
		}
		if v.value != "" {
			fields = append(fields, v)
		}
	}
	return fields
}
