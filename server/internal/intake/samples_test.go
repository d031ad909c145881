package intake_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	samplesheets "tongbao/sample-sheets"
	"tongbao/server/internal/intake"
	"tongbao/server/internal/workbook"
	"tongbao/server/ledger"
)

// Every sample workbook reads, goes into its plan and binds without an error.
func TestSampleWorkbooks(t *testing.T) {
	projects := map[string]int{
		"huaian-2020": 23, "lianyungang-2021": 120, "huashan-2024": 50, "jining-gaoxin-2021": 22, "wuxi-2023": 70,
	}
	for _, key := range samplesheets.Keys() {
		t.Run(key, func(t *testing.T) {
			base, ok := samplesheets.Settings(key)
			if !ok {
				t.Fatal("no settings")
			}
			p := &base
			var reports []ledger.Report
			for _, b := range samplesheets.Workbooks(key) {
				d := readSample(t, b)
				noErrors(t, b.Name, d.Findings)
				if d.Layout != intake.LayoutProgress {
					var found []ledger.Finding
					p, found = intake.Plan(d, p)
					noErrors(t, b.Name, found)
					continue
				}
				if d.Period != b.Period {
					t.Errorf("%s: period %v, want %v", b.Name, d.Period, b.Period)
				}
				fresh, found := intake.Bind(d, p, reports, intake.BindOptions{Unit: d.Reporter})
				noErrors(t, b.Name, found)
				if len(fresh) == 0 {
					t.Errorf("%s: no reports", b.Name)
				}
				reports = append(reports, fresh...)
			}
			if len(p.Projects) != projects[key] {
				t.Errorf("%d projects, want %d", len(p.Projects), projects[key])
			}
			noTask, voted := 0, 0
			for _, pr := range p.Projects {
				if pr.NoTask {
					noTask++
				}
				if pr.ID.Series == ledger.SeriesVoted {
					voted++
				}
			}
			if want := map[string]int{"huashan-2024": 17}[key]; noTask != want {
				t.Errorf("%d without a task, want %d", noTask, want)
			}
			if want := map[string]int{"wuxi-2023": 10}[key]; voted != want {
				t.Errorf("%d voted, want %d", voted, want)
			}
		})
	}
}

func readSample(t *testing.T, b samplesheets.Workbook) *intake.Draft {
	t.Helper()
	w, err := workbook.Open(b.Name, b.Data, workbook.DefaultLimits())
	if err != nil {
		t.Fatalf("%s: %v", b.Name, err)
	}
	d := intake.Read(w)
	if r := d.Rows; r.Seen != r.Accepted+r.Rejected+r.Blank || r.Accepted == 0 {
		t.Errorf("%s: rows %+v", b.Name, r)
	}
	for _, q := range d.Questions {
		t.Errorf("%s: asks about %s %s", b.Name, q.Sheet, q.Cell)
	}
	return d
}

// No workbook of the folder TONGBAO_CORPUS names, none of them an office's table,
// is asked about.
func TestCorpusAsksNothing(t *testing.T) {
	dir := os.Getenv("TONGBAO_CORPUS")
	if dir == "" {
		t.Skip("TONGBAO_CORPUS is not set")
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		w, err := workbook.Open(e.Name(), data, workbook.DefaultLimits())
		if err != nil {
			continue // refused, as other tests want it
		}
		for _, q := range intake.Read(w).Questions {
			t.Errorf("%s: asks about %s %s", e.Name(), q.Sheet, q.Cell)
		}
	}
}

func noErrors(t *testing.T, name string, found []ledger.Finding) {
	t.Helper()
	for _, f := range found {
		if f.Severity == ledger.SeverityError {
			t.Errorf("%s: %s", name, intake.Words(f))
		}
	}
}

// Rows of 淮安 as read by hand: what is due at each quarter's end.
func TestHuaianByHand(t *testing.T) {
	base, _ := samplesheets.Settings("huaian-2020")
	p := &base
	for _, b := range samplesheets.Workbooks("huaian-2020") {
		if b.Period.IsZero() {
			p, _ = intake.Plan(readSample(t, b), p)
		}
	}
	// project → per quarter, its expectations in the order target, part, aspect
	want := map[string][4]string{
		"1①":  {"", "", "t1 progress 60%", "t1 finish 100%"},
		"1②":  {"", "t1 start 100%", "", "t1 finish 100%"},
		"1③":  {"t1 start 20%", "t1 start 40%", "t1 start 100%, t1 progress 70%", "t1 finish 100%"},
		"1④":  {"t1 start 100%", "t1 finish 60%", "t1 finish 100%", ""},
		"2":   {"", "t1 start 50%, t2 start 50%, t1 finish 20%, t2 finish 20%", "t1 start 100%, t2 start 100%, t1 finish 50%, t2 finish 50%", "t1 finish 100%, t2 finish 100%"},
		"3③":  {"t1 start 60%", "t1 start 100%", "", ""},
		"3④":  {"t1 start 100%", "t1 progress 60%", "t1 progress 80%", "t1 finish 100%"},
		"8①":  {"", "", "", ""},
		"9②":  {"t1 progress 40", "t1 progress 40", "t1 progress 20", "t1 finish 100%"},
		"10③": {"t2 progress 3000, t1 progress 80, t1 progress 25", "t2 progress 2000, t1 progress 144, t1 progress 51", "t2 progress 3000, t1 progress 80, t1 progress 25", "t2 progress 2000, t1 progress 144, t1 progress 51"},
	}
	for i := range p.Projects {
		pr := &p.Projects[i]
		quarters, ok := want[pr.ID.String()]
		if !ok {
			continue
		}
		var got [4]string
		for _, m := range pr.Milestones {
			var list []string
			for _, e := range m.Expect {
				s := e.Target + " " + string(e.Aspect)
				if e.Percent != nil {
					s += " " + e.Percent.String() + "%"
				} else if e.Quantity != nil {
					s += " " + e.Quantity.String()
				}
				list = append(list, s)
			}
			got[(m.Due.Month-1)/3] = strings.Join(list, ", ")
		}
		if got != quarters {
			t.Errorf("%s: got %q, want %q", pr.ID, got, quarters)
		}
	}
	pr, _ := p.Project(ledger.ProjectID{Series: ledger.SeriesMain, No: "1", Sub: "①"})
	sum, of := 0, 0
	for _, a := range pr.Allocations {
		if a.Of {
			of += int(a.Quantity.IntPart())
		} else {
			sum += int(a.Quantity.IntPart())
		}
	}
	if sum != 70 || of != 47 {
		t.Errorf("allocations of 1①: %d, of them %d; want 70 and 47", sum, of)
	}
}

func TestCheckJSON(t *testing.T) {
	d := readSample(t, samplesheets.Workbooks("huaian-2020")[0])
	data, err := intake.CheckJSON(d, d.Findings)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.ContainsAny(data, "\n") {
		t.Error("more than one line")
	}
	var out struct {
		Layout   string
		Year     int
		Rows     struct{ Seen, Accepted, Rejected, Blank int }
		Projects []struct {
			Cell, No, Sub, Deadline string
			Leads, Locals, Partners []string
			Targets                 []struct{ ID, Quantity, Measure, Comparator, Cell string }
		}
	}
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	p := out.Projects[3]
	if out.Layout != "project" || out.Year != 2020 || out.Rows.Accepted != 23 || p.Cell != "项目表!A6" || p.No+p.Sub != "1④" ||
		p.Deadline != "2020-12-31" || p.Targets[0].Quantity != "18000" || p.Targets[0].Measure != "座" ||
		p.Leads[0] != "市卫健委" || len(p.Locals) != 4 {
		t.Errorf("%+v", p)
	}
}

func BenchmarkRead120(b *testing.B) {
	for _, s := range samplesheets.Workbooks("lianyungang-2021") {
		if !s.Period.IsZero() {
			continue
		}
		w, err := workbook.Open(s.Name, s.Data, workbook.DefaultLimits())
		if err != nil {
			b.Fatal(err)
		}
		b.Run("project table", func(b *testing.B) {
			for b.Loop() {
				intake.Read(w)
			}
		})
	}
}
