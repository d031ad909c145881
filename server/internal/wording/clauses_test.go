package wording

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"tongbao/server/ledger"
)

// fixture is one section of testdata/clauses.txt, a line as its fields.
func fixture(t *testing.T, section string) [][]string {
	t.Helper()
	b, err := os.ReadFile("testdata/clauses.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(b), "\n["+section+"]\n")
	if !found {
		t.Fatalf("no section %q", section)
	}
	rest, _, _ = strings.Cut(rest, "\n[")
	var lines [][]string
	for _, line := range strings.Split(rest, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "|")
		for i := range fields {
			fields[i] = strings.ReplaceAll(strings.TrimSpace(fields[i]), `\n`, "\n")
		}
		lines = append(lines, fields)
	}
	return lines
}

// understood writes targets as the fixture does.
func understood(targets []ledger.Target) string {
	var all []string
	for _, t := range targets {
		w := []string{string(t.Kind)}
		if t.Quantity != nil {
			if t.Comparator != ledger.Exactly {
				w = append(w, string(t.Comparator))
			}
			w = append(w, t.Quantity.String(), t.Measure)
		}
		if t.Baseline != nil {
			w = append(w, "from", t.Baseline.String())
		}
		for _, flag := range []struct {
			set  bool
			name string
		}{{t.LowerIsBetter, "lower"}, {t.NeedsBase, "base"}, {t.StartOnly, "start"}} {
			if flag.set {
				w = append(w, flag.name)
			}
		}
		for _, p := range t.Parts {
			of := ""
			if p.Of {
				of = "~"
			}
			w = append(w, fmt.Sprintf("[%s%s %s %s]", of, p.Name, p.Quantity, p.Measure))
		}
		all = append(all, strings.Join(w, " "))
	}
	if all == nil {
		return "none"
	}
	return strings.Join(all, "; ")
}

func TestTargets(t *testing.T) {
	lines := fixture(t, "targets")
	if len(lines) < 120 {
		t.Errorf("%d clauses, want 120 at least", len(lines))
	}
	for _, l := range lines {
		targets := Targets(l[0])
		if got := understood(targets); got != l[1] {
			t.Errorf("%s\n got  %s\n want %s", l[0], got, l[1])
		}
		for i, target := range targets {
			if want := fmt.Sprintf("t%d", i+1); target.ID != want || target.Text == "" {
				t.Errorf("%s: target %d is %q %q", l[0], i, target.ID, target.Text)
			}
		}
	}
}

func TestTargetTextKeepsItsScript(t *testing.T) {
	targets := Targets("改造老舊接戶線5.7萬戶，改造變壓器957臺。")
	if len(targets) != 2 || targets[0].Text != "改造老舊接戶線5.7萬戶" || targets[1].Text != "改造變壓器957臺" {
		t.Errorf("got %+v", targets)
	}
}

func TestMilestones(t *testing.T) {
	for _, l := range fixture(t, "schedule") {
		ms, _, doubts := Milestones(l[1], 2020, Targets(l[0]))
		var all []string
		for _, m := range ms {
			for _, e := range m.Expect {
				all = append(all, m.Due.String()[5:]+" "+expected(e))
			}
		}
		for _, d := range doubts {
			all = append(all, "doubt "+d.Code)
		}
		if got := strings.Join(all, "; "); got != l[2] {
			t.Errorf("%s\n got  %s\n want %s", l[1], got, l[2])
		}
	}
}

// expected writes an expectation as the fixture does.
func expected(e ledger.Expectation) string {
	s := e.Target
	if e.Part != "" {
		s += "/" + e.Part
	}
	s += " " + string(e.Aspect) + " "
	if e.Percent != nil {
		s += e.Percent.String() + "%"
		if e.OfWork {
			s += "w"
		}
		return s
	}
	if !e.Cumulative {
		s += "+"
	}
	return s + e.Quantity.String()
}

func TestUnits(t *testing.T) {
	for _, l := range fixture(t, "units") {
		if got := strings.Join(Units(l[0]), "; "); got != l[1] {
			t.Errorf("%q\n got  %s\n want %s", l[0], got, l[1])
		}
	}
}

func TestLabelledUnits(t *testing.T) {
	for _, l := range fixture(t, "duties") {
		labels, ok := LabelledUnits(l[0])
		var all []string
		for _, role := range []struct {
			name  string
			names []string
		}{
			{"leads", labels.Leads},
			{"locals", labels.Locals},
			{"leaders", labels.Leaders},
			{"bare", labels.Bare},
			{"partners", labels.Partners},
		} {
			if role.names != nil {
				all = append(all, role.name+" "+strings.Join(role.names, " "))
			}
		}
		if got := strings.Join(all, "; "); !ok || got != l[1] {
			t.Errorf("%q\n got  %s\n want %s", l[0], got, l[1])
		}
	}
}

func TestDeadline(t *testing.T) {
	for _, l := range fixture(t, "deadline") {
		due, phase, ok := Deadline(l[0], 2021)
		got := "none"
		if ok {
			got = due.String()
		}
		if phase != nil {
			got += "; phase " + phase.Due.String()
			if phase.Lasting {
				got += "; lasting"
			}
		}
		if got != l[1] {
			t.Errorf("%s\n got  %s\n want %s", l[0], got, l[1])
		}
	}
}
