package intake

import (
	"regexp"
	"slices"
	"strings"

	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// Plan is the programme as a draft makes it: a project table replaces the
// projects of the series it holds; allocation and funding tables go to the
// projects they name. base is not changed; for a programme that is not known
// yet it holds the key alone.
func Plan(d *Draft, base *ledger.Programme) (*ledger.Programme, []ledger.Finding) {
	w := &planner{draft: d, plan: CopyPlan(base)}
	if len(d.Projects) > 0 {
		w.replaceProjects(base)
		w.introduceUnits(len(base.Units) > 0)
		w.introduceGroups()
		w.ownShares()
		w.settings()
	}
	w.units = rosterOf(w.plan)
	w.allocations()
	w.fundings()
	w.checkAllocations()
	return w.plan, w.found.list
}

type planner struct {
	draft *Draft
	plan  *ledger.Programme
	units *roster
	found findings
	// refs are the row's cells of an allocation, by its own cell.
	refs map[string]string
	// shared are the projects whose allocations come from the draft.
	shared map[ledger.ProjectID]bool
	// partly are those of which a share could not be read.
	partly map[ledger.ProjectID]bool
}

// CopyPlan is a programme whose lists of units, groups, projects and adjustments
// can be changed without changing p's.
func CopyPlan(p *ledger.Programme) *ledger.Programme {
	c := *p
	c.Units = slices.Clone(p.Units)
	for i := range c.Units {
		c.Units[i].Aliases = slices.Clone(c.Units[i].Aliases)
	}
	c.Groups = slices.Clone(p.Groups)
	c.Projects = slices.Clone(p.Projects)
	c.Adjustments = slices.Clone(p.Adjustments)
	return &c
}

// replaceProjects puts the draft's projects in the place of those of their
// series. What a project table does not hold (allocations, money, a confirmed
// reporter) stays with the same number.
func (w *planner) replaceProjects(base *ledger.Programme) {
	old := make(map[ledger.ProjectID]*ledger.Project, len(base.Projects))
	for i := range base.Projects {
		old[base.Projects[i].ID] = &base.Projects[i]
	}
	series := make(map[string]bool)
	var fresh []ledger.Project
	for _, pr := range w.draft.Projects {
		series[pr.ID.Series] = true
		if o := old[pr.ID]; o != nil {
			keep(&pr, o)
		}
		fresh = append(fresh, pr)
	}
	if w.draft.partial {
		fresh = w.withLeftOut(base, fresh, series)
	}
	var all []ledger.Project
	placed := false
	for _, pr := range base.Projects {
		if !series[pr.ID.Series] {
			all = append(all, pr)
			continue
		}
		if !placed {
			all, placed = append(all, fresh...), true
		}
	}
	if !placed {
		all = append(all, fresh...)
	}
	slices.SortStableFunc(all, func(a, b ledger.Project) int {
		return seriesOrder(a.ID.Series) - seriesOrder(b.ID.Series)
	})
	w.plan.Projects = all
}

// withLeftOut puts stored projects that the draft does not hold behind the one
// they stood behind: a table that is taken in part removes no project.
func (w *planner) withLeftOut(base *ledger.Programme, fresh []ledger.Project, series map[string]bool) []ledger.Project {
	held := make(map[ledger.ProjectID]bool, len(fresh))
	for i := range fresh {
		held[fresh[i].ID] = true
	}
	behind := make(map[ledger.ProjectID][]ledger.Project) // a project of the draft, or none → those left out behind it
	var last ledger.ProjectID
	for _, pr := range base.Projects {
		switch {
		case !series[pr.ID.Series]:
		case held[pr.ID]:
			last = pr.ID
		default:
			behind[last] = append(behind[last], pr)
		}
	}
	all := behind[ledger.ProjectID{}]
	for _, pr := range fresh {
		all = append(append(all, pr), behind[pr.ID]...)
		delete(behind, pr.ID)
	}
	return all
}

func seriesOrder(series string) int {
	if series == ledger.SeriesMain {
		return 0
	}
	return 1
}

// keep takes over from the project of the same number what the new table does
// not say.
func keep(pr *ledger.Project, old *ledger.Project) {
	if len(pr.Allocations) == 0 {
		for _, a := range old.Allocations {
			if _, ok := pr.Target(a.Target); ok {
				pr.Allocations = append(pr.Allocations, a)
			}
		}
	}
	if len(pr.Funding) == 0 {
		pr.Funding = old.Funding
	}
	if pr.Total == nil {
		pr.Total = old.Total
	}
	if pr.Planned == nil {
		pr.Planned, pr.PlannedCell = old.Planned, old.PlannedCell
	}
	if len(pr.Repeats) == 0 {
		pr.Repeats = old.Repeats
	}
	for i := range pr.Duties {
		for _, o := range old.Duties {
			if o.Confirmed && o.Role == pr.Duties[i].Role && o.Name == pr.Duties[i].Name {
				pr.Duties[i].Confirmed = true
			}
		}
	}
}

// introduceUnits enters the units that the projects name and the programme does
// not know. Spellings of a known unit become its aliases; near names are a
// warning.
func (w *planner) introduceUnits(known bool) {
	units := rosterOf(w.plan)
	order := 0
	for _, u := range w.plan.Units {
		order = max(order, u.Order)
	}
	for _, m := range w.mentions() {
		if u, ok := units.find(m.name); ok {
			addAlias(u, m.name)
			continue
		}
		order++
		u := newUnit(m.name, order, units)
		for _, o := range units.list {
			if alike(u.Name, o.Name) {
				w.found.warn(CodeNameNear, m.cell.Sheet, m.cell.Ref, "value", u.Name, "near", o.Name)
				break
			}
		}
		units.enter(u)
	}
	w.plan.Units = w.plan.Units[:0:0]
	for _, u := range units.list {
		w.plan.Units = append(w.plan.Units, *u)
	}
}

// mention is a unit's name where it stands.
type mention struct {
	name string
	cell ledger.Cell
}

// mentions are the units that the draft's projects name: those with duties, then
// the areas with a share.
func (w *planner) mentions() []mention {
	var list []mention
	for _, pr := range w.draft.Projects {
		for _, duty := range pr.Duties {
			if duty.Role != ledger.Leader && !wording.IsGroup(duty.Name) {
				list = append(list, mention{duty.Name, duty.Cell})
			}
		}
	}
	for _, pr := range w.draft.Projects {
		for _, a := range pr.Allocations {
			list = append(list, mention{a.Unit, a.Cell})
		}
	}
	return list
}

// ownShares calls the areas that the projects' shares name by their units' own
// names.
func (w *planner) ownShares() {
	units := rosterOf(w.plan)
	for i := range w.plan.Projects {
		pr := &w.plan.Projects[i]
		pr.Allocations = slices.Clone(pr.Allocations) // the draft's list stays as it is
		for k := range pr.Allocations {
			pr.Allocations[k].Unit = units.canonical(pr.Allocations[k].Unit)
		}
	}
}

// newUnit is a unit as its first mention makes it.
func newUnit(name string, order int, units *roster) *ledger.Unit {
	u := &ledger.Unit{Name: name, Kind: kindOf(name), Order: order}
	if wording.IsArea(name) {
		u.Name = wording.Area(name)
		addAlias(u, name)
	}
	if i := strings.IndexAny(name, "(（"); i > 0 && strings.HasSuffix(wording.Fold(name), ")") {
		u.Parent = strings.TrimSpace(name[:i])
		if p, ok := units.find(u.Parent); ok {
			u.Parent = p.Name
		}
	}
	return u
}

func addAlias(u *ledger.Unit, name string) {
	if name != u.Name && !slices.Contains(u.Aliases, name) {
		u.Aliases = append(u.Aliases, name)
	}
}

// introduceGroups enters the groups that the duties name, with the members
// their words say.
func (w *planner) introduceGroups() {
	for _, pr := range w.draft.Projects {
		for _, duty := range pr.Duties {
			if duty.Role == ledger.Leader || !wording.IsGroup(duty.Name) {
				continue
			}
			if _, ok := w.plan.Group(duty.Name); ok {
				continue
			}
			w.plan.Groups = append(w.plan.Groups, ledger.Group{Name: duty.Name, Members: w.members(duty.Name)})
		}
	}
}

// members are the areas that a group's words mean: 各县区 all counties and
// districts, 各区 the districts, 各县 the counties, 各园区 the parks. Others,
// such as 相关县区 and 各有关部门, have no members of their own.
func (w *planner) members(group string) []string {
	s := wording.Plain(group)
	if !strings.HasPrefix(s, "各") || strings.Contains(s, "有关") || strings.Contains(s, "相关") {
		return nil
	}
	var names []string
	for _, u := range w.plan.Units {
		name := wording.Simplify(u.Name)
		county := strings.HasSuffix(name, "县") || strings.HasSuffix(name, "市")
		district := strings.HasSuffix(name, "区")
		in := false
		switch {
		case strings.Contains(s, "园区") || strings.Contains(s, "开发区"):
			in = u.Kind == ledger.Park
		case u.Kind != ledger.County:
		case strings.Contains(s, "县") && strings.Contains(s, "区"):
			in = county || district
		case strings.Contains(s, "街道") || strings.Contains(s, "镇"):
			in = strings.HasSuffix(name, "街道") || strings.HasSuffix(name, "镇")
		case strings.Contains(s, "县"):
			in = county
		case strings.Contains(s, "区"):
			in = district
		}
		if in {
			names = append(names, u.Name)
		}
	}
	return names
}

// titlePlace is the place that a title names before its year: 云州市2025年….
var titlePlace = regexp.MustCompile(`^\s*(\p{Han}{1,12}?[省市区县州盟旗])(?:人民政府)?\d{4}\s*年`)

// tableWords stand around a programme's own name in the title of its table.
var tableWords = regexp.MustCompile(`^\s*(?:\p{Han}{1,12}?[省市区县州盟旗](?:人民政府)?)?\d{4}\s*年度?|(?:重点)?(?:项目|任务|工作)?(?:计划|安排|分解)?(?:表|清单|一览表|台账|台賬|清單)\s*$`)

// programmeTitle is a table's title without its year, the place before that, and
// the word for the table: 2023年甲市民生实事项目表 → 甲市民生实事.
func programmeTitle(title string) string {
	return firstOf(strings.TrimSpace(tableWords.ReplaceAllString(title, "")), title)
}

// settings fill in what a programme needs that was not known before its first
// table.
func (w *planner) settings() {
	p := w.plan
	if p.Year == 0 {
		p.Year = w.draft.Year
	}
	if p.Title == "" {
		p.Title = programmeTitle(w.draft.Title)
	}
	if p.Thresholds == (ledger.Thresholds{}) {
		p.Thresholds = ledger.DefaultThresholds()
	}
	milestones, subs, traditional, all := false, false, 0, 0
	for i := range p.Projects {
		pr := &p.Projects[i]
		milestones = milestones || len(pr.Milestones) > 0
		subs = subs || pr.ID.Sub != ""
		for _, r := range pr.Name + pr.Content {
			all++
			if wording.Simplify(string(r)) != string(r) {
				traditional++
			}
		}
	}
	if p.Rule == "" {
		p.Rule = ledger.RuleDeclared
		if milestones {
			p.Rule = ledger.RuleMilestones
		}
	}
	if p.Script == "" {
		p.Script = ledger.Simplified
		if traditional*20 > all {
			p.Script = ledger.Traditional
		}
	}
	if p.ProjectWord == "" {
		p.ProjectWord = "项"
		if subs {
			p.ItemWord, p.ProjectWord = "件", "个项目"
		}
	}
}
