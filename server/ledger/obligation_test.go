package ledger

import (
	"fmt"
	"strings"
	"testing"
)

func TestDue(t *testing.T) {
	toilets := toilets()
	level := Project{Targets: []Target{{ID: "t1", Kind: Keep, Quantity: dec("95"), Measure: "%"}}}
	deed := Project{Targets: []Target{{ID: "t1", Kind: Deed}}}
	tests := []struct {
		name    string
		rule    Rule
		project Project
		quarter int
		want    string
	}{
		{"a share of things is a number of things", RuleMilestones, toilets, 1, "t1 start 20% = 16"},
		{"the deadline asks for the whole", RuleMilestones, toilets, 4, "t1 start 100% = 80 optional, t1 progress 70% = 56 optional, t1 finish 100% = 80"},
		{"before the first milestone", RuleMilestones, Project{Targets: toilets.Targets, Milestones: toilets.Milestones[1:]}, 1, "not due"},
		{"a level of no milestones' programme", RuleDeclared, level, 1, "declaration"},
		{"a level at the deadline", RuleDeclared, level, 4, "t1 finish 95% = 90.25 level optional, declaration"},
		{"a deed is declared", RuleDeclared, deed, 1, "declaration"},
		{"no task", RuleDeclared, Project{NoTask: true}, 1, "no task"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := onePlan(tt.rule, tt.project)
			got := dueWords(Due(p, &p.Projects[0], QuarterOf(2020, tt.quarter)))
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func dueWords(o Obligation) string {
	var words []string
	switch {
	case o.NoTask:
		return "no task"
	case o.NotDue:
		return "not due"
	}
	for i := range o.Figures {
		f := &o.Figures[i]
		s := fmt.Sprintf("%s %s %s%% = %s", f.Target.ID, f.Aspect, f.Percent.Shown(2), f.Of(*f.Target.Quantity))
		if f.Level() {
			s += " level"
		}
		if f.Optional {
			s += " optional"
		}
		words = append(words, s)
	}
	if o.Declaration {
		words = append(words, "declaration")
	}
	return strings.Join(words, ", ")
}

// What Due asks for and what Lacks misses in an empty report are the same.
func TestDueIsWhatAnEmptyReportLacks(t *testing.T) {
	for _, pr := range []Project{toilets(), household(), roads(), {Targets: []Target{{ID: "t1", Kind: Deed}}}} {
		for _, rule := range []Rule{RuleMilestones, RuleCheckPoints, RuleDeclared, RuleLine} {
			for q := 1; q <= 4; q++ {
				p := onePlan(rule, pr)
				p.CheckPoints = []CheckPoint{{Date{2020, 6, 30}, 60}, {Date{2020, 11, 30}, 100}}
				o := Due(p, &p.Projects[0], QuarterOf(2020, q))
				asked := 0
				for _, f := range o.Figures {
					if !f.Optional {
						asked++
					}
				}
				if o.Declaration {
					asked++
				}
				if lacks := Lacks(p, &p.Projects[0], &Report{}, QuarterOf(2020, q)); len(lacks) != asked {
					t.Errorf("%s %s Q%d: asked for %d, lacks %v", pr.Name, rule, q, asked, lacks)
				}
			}
		}
	}
}

func TestRowKey(t *testing.T) {
	keys := []RowKey{
		{"huaian-2020", ProjectID{"main", "1", "③"}, "t1", ""},
		{"wuxi-2023", ProjectID{"voted", "10", ""}, "t2", "新建/改造"},
		{"wuxi-2023", ProjectID{"main", "7", ""}, "", ""},
	}
	for _, k := range keys {
		if got, ok := ParseRowKey(k.String()); !ok || got != k {
			t.Errorf("%s reads as %+v", k, got)
		}
	}
	for _, s := range []string{"", "1③", "台账编号", "a/b/c", "/main/1//t1/", "x/main///t1/"} {
		if k, ok := ParseRowKey(s); ok {
			t.Errorf("%q reads as %+v", s, k)
		}
	}
}
