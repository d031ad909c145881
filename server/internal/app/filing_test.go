package app_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tongbao/reports/list"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares a text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs:\n%s", name, got)
	}
}

// owedPlan has two units that owe and one that has reported late; the first has
// sent a table without the figure that is due.
func owedPlan() *ledger.Summary {
	day := ledger.Date{Year: 2020, Month: 12, Day: 31}
	id := func(no, sub string) ledger.ProjectID {
		return ledger.ProjectID{Series: ledger.SeriesMain, No: no, Sub: sub}
	}
	lead := func(unit string) []ledger.Duty { return []ledger.Duty{{Role: ledger.Lead, Name: unit}} }
	p := &ledger.Programme{
		Key: "p", Year: 2020, Title: "市政府为民办十件实事", Issuer: "淮安市人民政府办公室", Rule: ledger.RuleDeclared, ReportDays: 10,
		Units: []ledger.Unit{{Name: "市住建局", Order: 1, Aliases: []string{"住建局"}}, {Name: "市城管局", Order: 2, Contact: ledger.Contact{Person: "李四", Telephone: "0517-83900000", Mail: "ls@example.com"}}, {Name: "市水利局", Order: 3}},
		Projects: []ledger.Project{
			{ID: id("1", "①"), Name: "改造老旧小区", Deadline: day, Duties: lead("市住建局")},
			{ID: id("1", "②"), Name: "新建公厕", Deadline: day, Duties: lead("市城管局")},
			{ID: id("2", ""), Name: "农村公路", Deadline: day, Duties: lead("市住建局")},
			{ID: id("3", ""), Name: "整治河道", Deadline: day, Duties: lead("市水利局")},
		},
		Recipients: []ledger.Recipient{{Unit: "住建局", Address: "zj@example.com"}, {Unit: "市城管局", Address: "old@example.com"}},
	}
	said := func(project ledger.ProjectID, unit string, n int, d ledger.Declaration) ledger.Report {
		q := ledger.QuarterOf(2020, n)
		return ledger.Report{Project: project, Unit: unit, Period: q, AsOf: q.End(), Declared: d, Filed: q.End().AddDays(12), Submission: int64(n)}
	}
	return ledger.Judge(p, []ledger.Report{
		said(id("3", ""), "市水利局", 1, ledger.DeclaredOnSchedule), said(id("3", ""), "市水利局", 2, ledger.DeclaredOnSchedule),
		said(id("1", "②"), "市城管局", 1, ledger.DeclaredOnSchedule), said(id("2", ""), "市住建局", 2, ledger.DeclaredNone),
	}, ledger.QuarterOf(2020, 2))
}

func owedOn(day ledger.Date) *app.Filing {
	return app.NewFiling(owedPlan(), day, func(p *ledger.Project) string { return p.Name })
}

func TestRemindersAsTheyArePasted(t *testing.T) {
	for _, tt := range []struct {
		name   string
		day    ledger.Date
		closed bool
	}{
		{"before", ledger.Date{Year: 2020, Month: 7, Day: 7}, false},
		{"lastday", ledger.Date{Year: 2020, Month: 7, Day: 10}, false},
		{"after", ledger.Date{Year: 2020, Month: 7, Day: 12}, false},
		{"closed", ledger.Date{Year: 2020, Month: 8, Day: 1}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := owedOn(tt.day)
			f.Closed = tt.closed
			text := f.RemindSubject() + "\n\n" + f.ReminderToAll()
			for _, o := range f.Owing() {
				text += "\n" + f.Reminder(o)
			}
			golden(t, "remind_"+tt.name+".txt", text)
		})
	}
}

func TestWhoOwes(t *testing.T) {
	before, after := owedOn(ledger.Date{Year: 2020, Month: 7, Day: 10}).Owing(), owedOn(ledger.Date{Year: 2020, Month: 7, Day: 11}).Owing()
	if len(before) != 2 || len(after) != 2 {
		t.Fatalf("%d before, %d after", len(before), len(after))
	}
	for i, want := range []struct {
		unit          string
		missing       int
		before, after int // times; the period itself counts once its last day is over
		address       string
	}{{"市住建局", 2, 1, 2, "zj@example.com"}, {"市城管局", 1, 0, 1, "ls@example.com"}} {
		b, a := before[i], after[i]
		if a.Unit.Name != want.unit || len(a.Missing) != want.missing || b.Times != want.before || a.Times != want.after || len(a.Addresses) != 1 || a.Addresses[0] != want.address {
			t.Errorf("before %+v\nafter %+v\nwant %+v", b, a, want)
		}
	}
}

// A scan that has come makes the office ask for the others.
func TestFilingSaysWhatIsNotStamped(t *testing.T) {
	d := newDesk(t)
	d.accept("淮安2020-项目表.xlsx", "")
	sub := d.accept("淮安2020-一季度进展.xlsx", "2020Q1")
	q1 := ledger.QuarterOf(2020, 1)
	unstamped := func() int {
		t.Helper()
		f, err := d.Filing(t.Context(), "huaian-2020", q1)
		if err != nil {
			t.Fatal(err)
		}
		return f.UnstampedCount()
	}
	if n := unstamped(); n != 0 {
		t.Errorf("%d unstamped before the office filed any scan", n)
	}
	stamp := func(id int64) {
		t.Helper()
		form, err := d.SealForm(t.Context(), id)
		if err == nil {
			err = d.FileSeal(t.Context(), id, form.Code, app.Upload{Name: "盖章件.pdf", Data: []byte("%PDF-1.4 scan")}, app.CommandLine)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	stamp(sub.ID)
	if n := unstamped(); n != 0 {
		t.Errorf("%d unstamped after the only submission's scan came", n)
	}
	second := d.accept("淮安2020-二季度进展.xlsx", "2020Q2")
	q1 = ledger.QuarterOf(2020, 2)
	if n := unstamped(); n == 0 {
		t.Error("no report of the second quarter is unstamped")
	}
	stamp(second.ID)
	if n := unstamped(); n != 0 {
		t.Errorf("%d unstamped after the second scan came", n)
	}
}

func TestFilingOfTheSamples(t *testing.T) {
	d := newDesk(t)
	d.firstQuarter()
	q1 := ledger.QuarterOf(2020, 1)
	d.now = time.Date(2020, 4, 9, 23, 0, 0, 0, d.now.Location())
	f, err := d.Filing(t.Context(), "huaian-2020", q1)
	if err != nil {
		t.Fatal(err)
	}
	if f.Deadline() != "还有1天" || f.DaysOver() != 0 || f.Owed() != f.Came()+f.Missing() || f.Missing() == 0 || f.Closed {
		t.Errorf("%s, over %d, owed %d, came %d, missing %d, closed %t", f.Deadline(), f.DaysOver(), f.Owed(), f.Came(), f.Missing(), f.Closed)
	}
	if err := d.ClosePeriod(t.Context(), "huaian-2020", q1, app.CommandLine); err != nil {
		t.Fatal(err)
	}
	if f, err = d.Filing(t.Context(), "huaian-2020", q1); err != nil || !f.Closed {
		t.Errorf("closed: %v, %v", f, err)
	}

	var tables []list.Table
	d.ListBook = func(l ...list.Table) ([]byte, error) {
		tables = append(tables, l...)
		return []byte("book"), nil
	}
	file, _, err := d.FilingBook(t.Context(), "huaian-2020", q1)
	if err != nil || file.Name != "2020年市政府为民办十件实事一季度填报进度.xlsx" {
		t.Errorf("%+v, %v", file, err)
	}
	if _, _, err := d.OwingBook(t.Context(), "huaian-2020", q1); err != nil {
		t.Error(err)
	}
	rows := 0
	for _, u := range f.Units {
		rows += len(u.Filings)
	}
	for i, want := range []int{rows, len(f.Owing())} {
		if l := tables[i]; len(l.Rows) != want {
			t.Errorf("%s: %d rows, want %d", l.Title, len(l.Rows), want)
		}
		for _, row := range tables[i].Rows {
			if len(row) != len(tables[i].Heads) {
				t.Errorf("%s: %d cells under %d heads", tables[i].Title, len(row), len(tables[i].Heads))
			}
		}
	}
	if _, err := d.Filing(t.Context(), "huaian-2020", ledger.QuarterOf(2019, 1)); err == nil {
		t.Error("a quarter before the programme's notice is accepted")
	}
}
