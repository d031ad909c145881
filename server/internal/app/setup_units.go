package app

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// UnitChoice says what a unit's name stands for.
type UnitChoice struct {
	Name string
	Kind ledger.UnitKind
	// As is the unit that it is another name of, "" for a unit of its own. A name
	// that neither the table nor the earlier programme has becomes the unit's own.
	As    string `json:",omitempty"`
	Order string `json:",omitempty"` // its place in the government's own order, as typed
}

// order is the typed place; those without one come last.
func (c UnitChoice) order() int {
	n, err := strconv.Atoi(c.Order)
	if err != nil {
		return math.MaxInt
	}
	return n
}

// FoundUnit is a unit that was taken over or that the table names.
type FoundUnit struct {
	ledger.Unit
	Taken    bool        // over from the earlier programme
	Mentions int         // by duties of the table
	Cell     ledger.Cell // of the first
	Near     []string    // names of other units that are most like it
}

// found are the units taken over and, after them, those that the table names
// besides.
func (st *Setup) found(d *intake.Draft) []FoundUnit {
	plan, _ := intake.Plan(d, &st.Programme)
	list := make([]FoundUnit, len(plan.Units))
	names := make([]string, len(plan.Units))
	at := make(map[string]int)
	for i, u := range plan.Units {
		list[i] = FoundUnit{Unit: u, Taken: i < len(st.Programme.Units)}
		names[i] = u.Name
		for _, name := range append([]string{u.Name}, u.Aliases...) {
			at[name] = i
		}
	}
	for i := range plan.Projects {
		for _, duty := range plan.Projects[i].Duties {
			if k, ok := at[duty.Name]; ok {
				if list[k].Mentions++; list[k].Mentions == 1 {
					list[k].Cell = duty.Cell
				}
			}
		}
	}
	for i := range list {
		if !list[i].Taken {
			list[i].Near = intake.Nearest(list[i].Name, names)
		}
	}
	return list
}

// UnitsForm is the step of the units: one row for each unit found.
type UnitsForm struct{ Rows []UnitChoice }

// Step is StepUnits.
func (f UnitsForm) Step() SetupStep { return StepUnits }

// UnitsForm is the step's form as it stands, each unit at its place.
func (v *SetupView) UnitsForm() UnitsForm {
	var f UnitsForm
	for i, u := range v.Found {
		c, ok := v.Setup.choice(u.Name)
		if !ok {
			c = UnitChoice{Name: u.Name, Kind: u.Kind, Order: fmt.Sprint(i + 1)}
		}
		f.Rows = append(f.Rows, c)
	}
	slices.SortStableFunc(f.Rows, func(a, b UnitChoice) int { return cmp.Compare(a.order(), b.order()) })
	return f
}

// UnitKinds are the kinds of unit in the order in which they are offered.
func UnitKinds() []ledger.UnitKind { return slices.Clone(ledger.UnitKinds) }

// longestUnit is how many characters a unit's name may have.
const longestUnit = 60

// settle refuses rows by "kind-NAME", "as-NAME" and "order-NAME".
func (f UnitsForm) settle(_ context.Context, _ *Service, v *SetupView) error {
	wrong := make(Refusals)
	own := make(map[string]bool)
	for _, c := range f.Rows {
		as := strings.TrimSpace(c.As)
		own[c.Name] = as == "" || as == c.Name
	}
	known := func(name string) bool {
		return slices.ContainsFunc(v.Found, func(u FoundUnit) bool { return u.Name == name })
	}
	for i := range f.Rows {
		c := &f.Rows[i]
		c.Order, c.As = strings.TrimSpace(c.Order), strings.TrimSpace(c.As)
		if !known(c.Name) {
			return ledger.Errorf(ledger.CodeConflict, "项目表里已没有单位“%s”，请重新打开这一步", c.Name)
		}
		if !slices.Contains(ledger.UnitKinds, c.Kind) {
			wrong["kind-"+c.Name] = "请选择单位类型"
		}
		switch {
		case c.As == c.Name:
			c.As = ""
		case utf8.RuneCountInString(c.As) > longestUnit:
			wrong["as-"+c.Name] = fmt.Sprintf("单位名称最多%d字", longestUnit)
		case known(c.As) && !own[c.As]:
			wrong["as-"+c.Name] = fmt.Sprintf("“%s”本身已选作别名，请选它所属的单位", c.As)
		}
		if n, err := strconv.Atoi(c.Order); c.Order != "" && (err != nil || n < 1 || n > 9999) {
			wrong["order-"+c.Name] = "建制序请写作1到9999的整数，可不填"
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	v.Setup.Units = f.Rows
	return nil
}

func (st *Setup) choice(name string) (UnitChoice, bool) {
	i := slices.IndexFunc(st.Units, func(c UnitChoice) bool { return c.Name == name })
	if i < 0 {
		return UnitChoice{}, false
	}
	return st.Units[i], true
}

// base is the programme that the table is compared with: its settings with all
// units, groups and contacts as decided.
func (st *Setup) base(found []FoundUnit) *ledger.Programme {
	p := st.Programme
	p.Units = st.arranged(found)
	p.Groups = slices.Clone(st.Programme.Groups)
	for _, g := range st.Groups {
		if i := slices.IndexFunc(p.Groups, func(o ledger.Group) bool { return o.Name == g.Name }); i >= 0 {
			p.Groups[i] = g
			continue
		}
		p.Groups = append(p.Groups, g)
	}
	for i := range p.Groups {
		p.Groups[i].Members = membersOf(&p, p.Groups[i].Members)
	}
	st.contact(&p)
	return &p
}

// membersOf are the names of those units that there are, each once.
func membersOf(p *ledger.Programme, names []string) []string {
	var members []string
	for _, name := range names {
		if u, ok := p.Unit(name); ok && !slices.Contains(members, u.Name) {
			members = append(members, u.Name)
		}
	}
	return members
}

// arranged are the units with their choices: other names of one unit as its
// aliases, all in their order, counted from 1.
func (st *Setup) arranged(found []FoundUnit) []ledger.Unit {
	type placed struct {
		ledger.Unit
		order int
	}
	known := make(map[string]bool, len(found))
	for _, f := range found {
		known[f.Name] = true
	}
	var units []placed
	also := make(map[string][]string) // further names of a unit
	own := make(map[string]string)    // a further name's unit
	for _, f := range found {
		u := f.Unit
		u.Aliases = slices.Clone(u.Aliases)
		c, ok := st.choice(u.Name)
		if ok && c.As != "" {
			_, renamed := also[c.As]
			also[c.As] = append(append(also[c.As], u.Name), u.Aliases...)
			own[u.Name] = c.As
			if known[c.As] || renamed {
				continue
			}
			u.Name, u.Aliases = c.As, nil // by its full name, which the table lacks
		}
		at := placed{u, math.MaxInt}
		if ok {
			at.Kind, at.order = c.Kind, c.order()
		}
		units = append(units, at)
	}
	slices.SortStableFunc(units, func(a, b placed) int { return cmp.Compare(a.order, b.order) })
	list := make([]ledger.Unit, len(units))
	for i, u := range units {
		u.Order = i + 1
		if as, ok := own[u.Parent]; ok {
			u.Parent = as
		}
		for _, name := range also[u.Name] {
			if name != u.Name && !slices.Contains(u.Aliases, name) {
				u.Aliases = append(u.Aliases, name)
			}
		}
		list[i] = u.Unit
	}
	return list
}

// GroupsForm is the step of the groups: the members of each.
type GroupsForm struct{ Groups []ledger.Group }

// Step is StepGroups.
func (f GroupsForm) Step() SetupStep { return StepGroups }

// GroupsForm is the step's form as it stands: the groups that the table names,
// with the members that were chosen or that their words mean.
func (v *SetupView) GroupsForm() GroupsForm {
	named := make(map[string]bool)
	for i := range v.Plan.Projects {
		for _, duty := range v.Plan.Projects[i].Duties {
			named[duty.Name] = true
		}
	}
	var f GroupsForm
	for _, g := range v.Plan.Groups {
		if named[g.Name] {
			f.Groups = append(f.Groups, g)
		}
	}
	return f
}

// settle takes groups of the plan and members among its units.
func (f GroupsForm) settle(_ context.Context, _ *Service, v *SetupView) error {
	for _, g := range f.Groups {
		if _, ok := v.Plan.Group(g.Name); !ok {
			return ledger.Errorf(ledger.CodeConflict, "项目表里已没有“%s”，请重新打开这一步", g.Name)
		}
		if len(membersOf(v.Plan, g.Members)) != len(g.Members) {
			return ledger.Errorf(ledger.CodeConflict, "“%s”的成员里有已不在名录中的单位，请重新打开这一步", g.Name)
		}
	}
	v.Setup.Groups = f.Groups
	return nil
}
