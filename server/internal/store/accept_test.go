package store

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func TestAcceptGivesBackWhatItTook(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx := t.Context()
		p := programme(3)
		first := d.open(t)
		sub := must[app.Submission](t)(first.Accept(ctx, plan(p, "aa")))
		reports := progress("市住建局", "bb", q1(), 2, "11.50")
		filed := must[app.Submission](t)(first.Accept(ctx, reports))

		s := d.open(t) // another process
		got := must[*ledger.Programme](t)(s.Programme(ctx, key))
		if want, have := asJSON(t, p), asJSON(t, got); want != have {
			t.Errorf("programme\n got %s\nwant %s", have, want)
		}
		list := must[[]ledger.Programme](t)(s.Programmes(ctx))
		if len(list) != 1 || list[0].Key != key || list[0].Projects != nil {
			t.Errorf("Programmes = %v", list)
		}
		stored := must[[]ledger.Report](t)(s.Reports(ctx, key))
		if len(stored) != 2 || stored[0].Submission != filed.ID || !stored[1].Figures[0].Done.Equal(*number("11.5")) {
			t.Errorf("Reports = %+v", stored)
		}
		if again := must[app.Submission](t)(s.Submission(ctx, filed.ID)); !reflect.DeepEqual(again, filed) {
			t.Errorf("Submission = %+v, want %+v", again, filed)
		}
		if all := must[[]app.Submission](t)(s.Submissions(ctx, "")); len(all) != 2 || all[1].ID != sub.ID || !all[1].Current {
			t.Errorf("Submissions = %+v", all)
		}
		if name, offset := filed.At.Zone(); offset != 8*3600 {
			t.Errorf("time in zone %s", name)
		}
		sound(t, s)
	})
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestUnknownKeysAreNotFound(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		calls := map[string]func() error{
			"programme":   func() error { _, err := s.Programme(ctx, "x"); return err },
			"reports":     func() error { _, err := s.Reports(ctx, "x"); return err },
			"matters":     func() error { _, err := s.Matters(ctx, "x"); return err },
			"matter":      func() error { _, err := s.MatterVersions(ctx, "x", "1"); return err },
			"link":        func() error { return s.LinkMatter(ctx, "x", "1", nil, app.Browser) },
			"submissions": func() error { _, err := s.Submissions(ctx, "x"); return err },
			"submission":  func() error { _, err := s.Submission(ctx, 7); return err },
			"accept":      func() error { _, err := s.Accept(ctx, progress("甲", "aa", q1(), 1, "1")); return err },
			"draft":       func() error { _, err := s.NewDraft(ctx, app.BulletinRecord{Programme: "x"}, asIs); return err },
			"bulletins":   func() error { _, err := s.Bulletins(ctx, "x"); return err },
			"bulletin":    func() error { _, err := s.Bulletin(ctx, 7); return err },
			"deliveries":  func() error { _, err := s.Deliveries(ctx, app.OutboxFilter{Bulletin: 7}); return err },
			"mark":        func() error { return s.Mark(ctx, app.Delivery{ID: 7}, nil) },
		}
		for name, call := range calls {
			if err := call(); ledger.CodeOf(err) != ledger.CodeNotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := count(t, s, "submissions") + count(t, s, "audit"); n != 0 {
			t.Errorf("%d rows were left", n)
		}
	})
}

func TestAcceptIsAllOrNothing(t *testing.T) {
	breakers := map[string]func(*testing.T, *Store, *app.Acceptance){
		"the log cannot be written": func(t *testing.T, s *Store, _ *app.Acceptance) {
			if err := s.writer.Exec("ALTER TABLE audit RENAME TO lost").Error; err != nil {
				t.Fatal(err)
			}
		},
		"a report twice": func(_ *testing.T, _ *Store, a *app.Acceptance) {
			a.Reports = append(a.Reports, a.Reports[0])
		},
		"a matter twice": func(_ *testing.T, _ *Store, a *app.Acceptance) {
			a.Matters = []ledger.Matter{matter("1", ledger.MatterClosed), matter("1", ledger.MatterClosed)}
		},
		"a project twice": func(_ *testing.T, _ *Store, a *app.Acceptance) {
			a.Programme.Projects = append(a.Programme.Projects, a.Programme.Projects[0])
		},
	}
	for name, fail := range breakers {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, d target) {
				s := d.open(t)
				a := progress("市住建局", "bb", q1(), 3, "5")
				a.Programme = programme(5)
				fail(t, s, &a)
				if _, err := s.Accept(t.Context(), a); err == nil {
					t.Fatal("accepted")
				}
				for _, table := range []string{"submissions", "programmes", "projects", "reports", "matters"} {
					if n := count(t, s, table); n != 0 {
						t.Errorf("%d rows left in %s", n, table)
					}
				}
			})
		})
	}
}

func TestDuplicates(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		must[app.Submission](t)(s.Accept(ctx, plan(programme(2), "p")))
		steps := []struct {
			name, unit, hash string
			period           ledger.Period
			code             ledger.ErrorCode
		}{
			{"first", "甲", "h1", q1(), ""},
			{"the same again", "甲", "h1", q1(), ledger.CodeConflict},
			{"the same file of another unit", "乙", "h1", q1(), ""},
			{"the same file for another period", "甲", "h1", ledger.QuarterOf(2020, 2), ""},
			{"a newer file", "甲", "h2", q1(), ""},
			{"back to the older file", "甲", "h1", q1(), ""},
			{"and again", "甲", "h1", q1(), ledger.CodeConflict},
		}
		for _, step := range steps {
			_, err := s.Accept(ctx, progress(step.unit, step.hash, step.period, 1, "3"))
			if ledger.CodeOf(err) != step.code || step.code == "" && err != nil {
				t.Errorf("%s: %v", step.name, err)
			}
			if err != nil && !strings.Contains(err.Error(), "内容完全相同") {
				t.Errorf("%s: message %q", step.name, err)
			}
		}
		sound(t, s)
	})
}

func TestSameFileAtTheSameMoment(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx := t.Context()
		stores := []*Store{d.open(t), d.open(t)}
		must[app.Submission](t)(stores[0].Accept(ctx, plan(programme(2), "p")))
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				_, errs[i] = stores[i%2].Accept(ctx, progress("甲", "h", q1(), 2, "3"))
			})
		}
		wg.Wait()
		accepted := 0
		for _, err := range errs {
			if err == nil {
				accepted++
			} else {
				wantCode(t, err, ledger.CodeConflict)
			}
		}
		if accepted != 1 || count(t, stores[0], "reports") != 2 {
			t.Errorf("accepted %d times, %d reports", accepted, count(t, stores[0], "reports"))
		}
	})
}

func TestReplacedRowsStay(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		p := programme(3)
		must[app.Submission](t)(s.Accept(ctx, plan(p, "p1")))
		must[app.Submission](t)(s.Accept(ctx, progress("甲", "h1", q1(), 2, "3")))

		p = programme(4)
		p.Projects[1].Name = "新名"
		p.Projects = append(p.Projects[:2], p.Projects[3]) // 3 goes, 4 comes
		second := must[app.Submission](t)(s.Accept(ctx, plan(p, "p2")))
		later := must[app.Submission](t)(s.Accept(ctx, progress("甲", "h2", q1(), 1, "5")))

		got := must[*ledger.Programme](t)(s.Programme(ctx, key))
		if asJSON(t, got) != asJSON(t, p) {
			t.Errorf("programme is %s", asJSON(t, got))
		}
		reports := must[[]ledger.Report](t)(s.Reports(ctx, key))
		if len(reports) != 2 || reports[1].Submission != later.ID {
			t.Errorf("reports are %+v", reports)
		}

		var old []projectRow
		if err := s.reader.Where("superseded_by = ?", second.ID).Order("no").Find(&old).Error; err != nil {
			t.Fatal(err)
		}
		if len(old) != 2 || old[0].Key.No != "2" || old[1].Key.No != "3" || !strings.Contains(old[0].Body, "老旧小区改造") {
			t.Errorf("superseded projects are %+v", old)
		}
		if n := count(t, s, "projects"); n != 5 {
			t.Errorf("%d project rows, want 5: the unchanged one stays as it was", n)
		}
		var was reportRow
		if err := s.reader.Where("superseded_by = ?", later.ID).Take(&was).Error; err != nil || !strings.Contains(was.Body, `"Done":"3"`) {
			t.Errorf("superseded report: %v %+v", err, was)
		}
		all := must[[]app.Submission](t)(s.Submissions(ctx, key))
		for i, isCurrent := range []bool{true, true, false, false} {
			if all[i].Current != isCurrent {
				t.Errorf("submission %d: current %v", all[i].ID, all[i].Current)
			}
		}
		sound(t, s)
	})
}

func TestOfTwoChangesFromOneStateTheLaterIsRefused(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		must[app.Submission](t)(s.Accept(ctx, plan(programme(3), "p1")))
		base := must[*ledger.Programme](t)(s.Programme(ctx, key))
		change := func(hash, name string) app.Acceptance {
			p := programme(3)
			p.Projects[2].Name = name
			a := plan(p, hash)
			a.Base = base
			return a
		}
		must[app.Submission](t)(s.Accept(ctx, change("p2", "甲")))
		_, err := s.Accept(ctx, change("p3", "乙"))
		wantCode(t, err, ledger.CodeConflict)
		if got := must[*ledger.Programme](t)(s.Programme(ctx, key)); got.Projects[2].Name != "甲" {
			t.Errorf("name is %q", got.Projects[2].Name)
		}
	})
}

func TestManyAcceptAndReadAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx := t.Context()
		stores := []*Store{d.open(t), d.open(t)}
		must[app.Submission](t)(stores[0].Accept(ctx, plan(programme(20), "p")))
		const writers, readers = 50, 50
		errs := make(chan error, writers+readers)
		var wg sync.WaitGroup
		for i := range writers {
			wg.Go(func() {
				unit := fmt.Sprintf("单位%d", i)
				_, err := stores[i%2].Accept(ctx, progress(unit, unit, q1(), 10, "3"))
				errs <- err
			})
		}
		for i := range readers {
			wg.Go(func() {
				reports, err := stores[i%2].Reports(ctx, key)
				if err == nil && len(reports)%10 != 0 {
					err = fmt.Errorf("%d reports: half an acceptance was seen", len(reports))
				}
				errs <- err
			})
		}
		wg.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Error(err)
			}
		}
		if n := len(must[[]ledger.Report](t)(stores[1].Reports(ctx, key))); n != writers*10 {
			t.Errorf("%d reports", n)
		}
		sound(t, stores[0])
	})
}

func BenchmarkAccept(b *testing.B) {
	s, err := Open(b.Context(), Config{DataDir: b.TempDir(), Clock: ticking()})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for i := 0; b.Loop(); i++ {
		p := programme(120)
		p.Key = fmt.Sprint("p", i)
		if _, err := s.Accept(b.Context(), plan(p, "h")); err != nil {
			b.Fatal(err)
		}
	}
}
