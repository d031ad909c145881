package store

import (
	"context"
	"fmt"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/app"
	"tongbao/server/internal/pgtest"
	"tongbao/server/ledger"
)

// target is a fresh database for one test, which can be opened again and again
// as several processes would.
type target struct {
	dialect dialect
	config  Config
}

func (d target) open(t testing.TB) *Store {
	t.Helper()
	s, err := Open(t.Context(), d.config)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// onEach runs a test on a fresh SQLite file and, where there is a PostgreSQL
// server for tests, on a fresh database there.
func onEach(t *testing.T, test func(t *testing.T, d target)) {
	t.Run("sqlite", func(t *testing.T) {
		test(t, target{sqliteDialect, Config{DataDir: t.TempDir(), Clock: ticking()}})
	})
	if pgtest.Offered() {
		t.Run("postgres", func(t *testing.T) {
			test(t, target{postgresDialect, Config{DSN: pgtest.Fresh(t), Clock: ticking()}})
		})
	}
}

// start is the first moment of the tests' clock.
func start() time.Time { return time.Date(2020, 4, 7, 9, 0, 0, 0, time.UTC) }

// ticking is a clock that goes on by a second at every look.
func ticking() func() time.Time {
	var looks atomic.Int64
	return func() time.Time { return start().Add(time.Duration(looks.Add(1)) * time.Second) }
}

const key = "huaian-2020"

func q1() ledger.Period { return ledger.QuarterOf(2020, 1) }

func number(s string) *decimal.Decimal {
	d := decimal.RequireFromString(s)
	return &d
}

// programme is one with n projects.
func programme(n int) *ledger.Programme {
	p := &ledger.Programme{
		Key: key, Government: "淮安市人民政府", Title: "市政府为民办十件实事", Year: 2020,
		Rule: ledger.RuleMilestones, Thresholds: ledger.DefaultThresholds(),
		Units: []ledger.Unit{{Name: "市住建局", Kind: ledger.Bureau, Order: 1, Aliases: []string{"住建局"}}},
	}
	for i := range n {
		id := ledger.ProjectID{Series: ledger.SeriesMain, No: strconv.Itoa(i + 1)}
		p.Projects = append(p.Projects, ledger.Project{
			ID: id, Name: "老旧小区改造", Content: "改造70个老旧小区", Deadline: ledger.Date{Year: 2020, Month: 12, Day: 31},
			Duties:  []ledger.Duty{{Role: ledger.Lead, Name: "市住建局"}},
			Targets: []ledger.Target{{ID: "t1", Text: "70个老旧小区", Kind: ledger.Flow, Quantity: number("70"), Measure: "个"}},
			Milestones: []ledger.Milestone{{
				Period: "2020Q3", Due: ledger.Date{Year: 2020, Month: 9, Day: 30},
				Expect: []ledger.Expectation{{Target: "t1", Aspect: ledger.Progress, Percent: number("60"), Cumulative: true}},
			}},
			Planned: number("1234567.0001"), Cell: ledger.Cell{File: "a.xlsx", Sheet: "项目表", Ref: fmt.Sprintf("A%d", i+3)},
		})
	}
	return p
}

// plan is the acceptance of a whole programme.
func plan(p *ledger.Programme, hash string) app.Acceptance {
	return app.Acceptance{
		Submission: app.Submission{
			Programme: p.Key, File: "项目表.xlsx", SHA256: hash, Layout: "project",
			Actor: app.CommandLine, Rows: len(p.Projects),
		},
		Programme: p,
	}
}

// progress is the acceptance of a unit's reports on the first n projects.
func progress(unit, hash string, period ledger.Period, n int, done string) app.Acceptance {
	a := app.Acceptance{Submission: app.Submission{
		Programme: key, File: "进展.xlsx", SHA256: hash, Layout: "progress", Unit: unit, Period: period,
		Actor: app.Browser, Rows: n,
		Findings: []ledger.Finding{{Severity: ledger.SeverityWarning, Code: "x", Cell: "E7", Args: map[string]string{"a": "b"}}},
		Changes:  []app.Change{{Project: "1", Field: "累计完成", New: done}},
	}}
	for i := range n {
		a.Reports = append(a.Reports, ledger.Report{
			Project: ledger.ProjectID{Series: ledger.SeriesMain, No: strconv.Itoa(i + 1)},
			Unit:    unit, Period: period, AsOf: period.End(),
			Figures: []ledger.Figures{{Target: "t1", Done: number(done)}},
		})
	}
	return a
}

// must returns the value of a call that has to succeed.
func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func wantCode(t *testing.T, err error, code ledger.ErrorCode) {
	t.Helper()
	if got := ledger.CodeOf(err); got != code {
		t.Fatalf("error %v has code %q, want %q", err, got, code)
	}
}

func count(t *testing.T, s *Store, table string) int {
	t.Helper()
	var n int
	if err := s.reader.Raw("SELECT COUNT(*) FROM " + table).Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func sound(t *testing.T, s *Store) {
	t.Helper()
	if wrong := must[[]string](t)(s.Verify(context.Background())); len(wrong) > 0 {
		t.Fatalf("Verify: %q", wrong)
	}
}
