package notice

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	samplesheets "tongbao/sample-sheets"
	"tongbao/server/internal/grid"
	"tongbao/server/internal/intake"
	"tongbao/server/internal/wording"
	"tongbao/server/internal/workbook"
	"tongbao/server/ledger"
)

// published is one of the notices in the folder that TONGBAO_NOTICES names, which
// are not the product's to hand on.
func published(t testing.TB, prefix string) *grid.Prose {
	t.Helper()
	dir := os.Getenv("TONGBAO_NOTICES")
	if dir == "" {
		t.Skip("no TONGBAO_NOTICES: the published notices are not here")
	}
	files, _ := filepath.Glob(filepath.Join(dir, prefix+"_*.txt"))
	if len(files) != 1 {
		t.Fatalf("%s: %d files begin with %s", dir, len(files), prefix)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	doc, err := workbook.OpenProse(context.Background(), filepath.Base(files[0]), data, workbook.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// sampleDraft is what the sample workbooks of a programme's plan say.
func sampleDraft(t testing.TB, key string) *intake.Draft {
	t.Helper()
	all := &intake.Draft{}
	for _, w := range samplesheets.Workbooks(key) {
		if strings.Contains(w.Name, "进展") {
			continue
		}
		book, err := workbook.Open(w.Name, w.Data, workbook.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		d := intake.Read(book)
		all.Projects = append(all.Projects, d.Projects...)
		all.Allocations = append(all.Allocations, d.Allocations...)
		all.Fundings = append(all.Fundings, d.Fundings...)
	}
	return all
}

// fields are what is compared of a project, each as one text.
var fields = []struct {
	name string
	of   func(p *ledger.Project) string
}{
	{"类别", func(p *ledger.Project) string { return wording.Key(p.Category) }},
	{"名称", func(p *ledger.Project) string { return wording.Key(p.Name) }},
	{"无任务", func(p *ledger.Project) string { return fmt.Sprint(p.NoTask) }},
	{"牵头", func(p *ledger.Project) string { return unitsIn(p, ledger.Lead) }},
	{"属地", func(p *ledger.Project) string { return unitsIn(p, ledger.Local) }},
	{"协办", func(p *ledger.Project) string { return unitsIn(p, ledger.Partner) }},
	{"领导", func(p *ledger.Project) string { return unitsIn(p, ledger.Leader) }},
	{"时限", func(p *ledger.Project) string {
		if p.Phase == nil {
			return p.Deadline.String()
		}
		return fmt.Sprint(p.Deadline, p.Phase.Due, p.Phase.Lasting)
	}},
	{"目标", targetsIn},
	{"节点", func(p *ledger.Project) string {
		var all []string
		for _, m := range p.Milestones {
			for _, e := range m.Expect {
				all = append(all, fmt.Sprint(m.Period, m.Due, e.Aspect, e.Percent, e.Quantity, e.Cumulative))
			}
		}
		return strings.Join(all, " ")
	}},
}

func byID(d *intake.Draft) map[ledger.ProjectID]*ledger.Project {
	m := make(map[ledger.ProjectID]*ledger.Project, len(d.Projects))
	for i := range d.Projects {
		m[d.Projects[i].ID] = &d.Projects[i]
	}
	return m
}

func unitsIn(p *ledger.Project, role ledger.Role) string {
	var names []string
	for _, n := range p.Names(role) {
		names = append(names, wording.Key(n))
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// targetsIn are a project's figures, whatever words stand beside them.
func targetsIn(p *ledger.Project) string {
	var all []string
	for _, t := range p.Targets {
		if t.Quantity != nil {
			all = append(all, t.Quantity.String()+t.Measure)
		}
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// TestPublishedAgainstSamples: what the notices say is what the sample workbooks
// say, made of them by hand. Where fewer are equal, the samples shorten the words,
// so that names made of them differ; two targets stand in words that no table has.
func TestPublishedAgainstSamples(t *testing.T) {
	for _, c := range []struct {
		prefix, key string
		projects    int
		fewer       map[string]int
	}{
		{"000", "huaian-2020", 23, nil},
		{"001", "lianyungang-2021", 120, map[string]int{"名称": 100}},
		{"002", "huashan-2024", 50, map[string]int{"名称": 2, "目标": 49}},
		{"003", "jining-gaoxin-2021", 22, nil},
		{"004", "wuxi-2023", 70, map[string]int{"名称": 12, "目标": 69}},
	} {
		n := Read(published(t, c.prefix))
		mine, theirs := byID(n.Draft), byID(sampleDraft(t, c.key))
		if len(mine) != c.projects || len(theirs) != c.projects || len(n.Draft.Projects) != c.projects {
			t.Errorf("%s: %d projects, %d in the samples, want %d", c.key, len(mine), len(theirs), c.projects)
		}
		var line []string
		for _, f := range fields {
			equal := 0
			for id, q := range theirs {
				if p := mine[id]; p == nil {
					t.Errorf("%s: no project %s", c.key, id)
				} else if f.of(p) == f.of(q) {
					equal++
				} else {
					t.Logf("%s %s %s: %q, sample %q", c.key, id, f.name, f.of(p), f.of(q))
				}
			}
			want, ok := c.fewer[f.name]
			if !ok {
				want = c.projects
			}
			if equal < want {
				t.Errorf("%s: %s of %d projects is equal, want %d", c.key, f.name, equal, want)
			}
			line = append(line, fmt.Sprintf("%s %d", f.name, equal))
		}
		t.Logf("%s: of %d equal: %s", c.key, c.projects, strings.Join(line, ", "))
	}
}

// TestPublishedFindings: each notice's own contradictions, and no others.
func TestPublishedFindings(t *testing.T) {
	for _, c := range []struct {
		prefix string
		want   []string // code and what it is about
	}{
		{"000", []string{"lost-borders "}},
		{"001", []string{"stated-count 50", "not-led 25", "not-led 79"}},
		{"002", []string{
			"notice-differs 20 signs", "notice-differs 32 units", "notice-differs  heading", "notice-differs 35 ",
			"notice-differs 36 units", "broken-line 49", "broken-line 50",
		}},
		{"003", []string{"unsaid-heading 文号、发文机关、成文日期", "other-label 22", "other-label 22"}},
		{"004", []string{"stated-count 42", "stated-count 118", "unlisted-matters "}},
	} {
		n := Read(published(t, c.prefix))
		var got []string
		for _, f := range n.Draft.Findings {
			about := f.Args["no"]
			switch f.Code {
			case intake.CodeNotLed, intake.CodeOtherLabel, intake.CodeUnsaid:
				about = f.Args["value"]
			case intake.CodeStatedCount:
				about = f.Args["expected"]
			case intake.CodeNoticeDiffers:
				about += " " + f.Args["of"]
			}
			got = append(got, f.Code+" "+about)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.prefix, got, c.want)
		}
	}
}

// TestPublishedShares: the plan's splits over areas and totals of money are those
// of the sample workbooks, but for the shares that a bracket tells of a share.
func TestPublishedShares(t *testing.T) {
	share := func(a *intake.AllocationRow) string { return fmt.Sprint(a.No, a.Sub, " ", a.Unit, " ", a.Quantity) }
	n, sample := Read(published(t, "000")).Draft, sampleDraft(t, "huaian-2020")
	var got, want []string
	for i := range n.Allocations {
		got = append(got, share(&n.Allocations[i]))
	}
	for i := range sample.Allocations {
		if a := &sample.Allocations[i]; !a.Of {
			want = append(want, share(a))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("shares %q, want %q", got, want)
	}
	totals := make(map[string]string)
	for _, f := range sample.Fundings {
		if f.Kind == "total" {
			totals[f.No+f.Sub] = f.Amount.String()
		}
	}
	equal := 0
	for _, f := range n.Fundings {
		if f.Kind != "total" {
			continue
		}
		if equal++; f.Amount.String() != totals[f.No+f.Sub] {
			t.Errorf("%s%s: total %s, want %s", f.No, f.Sub, f.Amount, totals[f.No+f.Sub])
		}
	}
	t.Logf("%d shares, %d totals of %d", len(got), equal, len(totals))
	if equal < 21 { // two projects tell no total
		t.Errorf("%d totals", equal)
	}
}

func BenchmarkLargest(b *testing.B) {
	doc := published(b, "000")
	b.ReportAllocs()
	for b.Loop() {
		Read(doc)
	}
}
